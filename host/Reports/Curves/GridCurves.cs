using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Reports.Curves;

/// <summary>Metrics over steps, summed up over the seeds of each configuration. Journals of those configurations alone are read.</summary>
/// <param name="Metrics">The metrics that have a curve, the one to show first at the front.</param>
internal sealed record GridCurves(IReadOnlyList<MetricCurves> Metrics)
{
    private const int MostConfigurations = 8, MostWithBaselines = 10;

    /// <summary>The configurations whose curves are worth showing: the best ones, and what they are compared with.</summary>
    public static IReadOnlyList<Configuration> Shown(Leaderboard board)
    {
        if (board.Rows.Count <= MostWithBaselines)
            return [.. board.Rows.Select(row => row.Configuration)];
        var best = board.Rows.Take(MostConfigurations).ToList();
        var shown = best.Select(row => row.Configuration).Concat(best.Select(row => row.Baseline).OfType<Configuration>()).DistinctBy(configuration => configuration.Id).Take(MostWithBaselines).ToList();
        return [.. board.Rows.Select(row => row.Configuration).Where(shown.Contains)];
    }

    /// <summary>Reads the curves of some configurations.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="configurations">In the order of the legend.</param>
    /// <param name="objective">The metric that ranks; the curve of its kind comes first.</param>
    public static GridCurves Read(RunDirectory run, IReadOnlyList<Configuration> configurations, string objective)
    {
        var byMetric = new Dictionary<string, List<ConfigurationCurve>>();
        foreach (var configuration in configurations)
        {
            foreach (var (metric, points) in Points(run, configuration).Where(curve => curve.Points.Count > 1))
            {
                if (!byMetric.TryGetValue(metric, out var curves))
                    byMetric[metric] = curves = [];
                curves.Add(new ConfigurationCurve(configuration, points));
            }
        }

        return new GridCurves([.. byMetric
            .OrderBy(pair => Rank(pair.Key, objective)).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new MetricCurves(pair.Key, pair.Value))]);
    }

    private static IEnumerable<(string Metric, IReadOnlyList<CurvePoint> Points)> Points(RunDirectory run, Configuration configuration) => configuration.Trials
        .Where(trial => trial.Done is { State: not TrialState.Failed })
        .SelectMany(trial => JournalReader.Read(run.Trial(trial.Entry.Id), trial.Done!.Epoch).OfType<MetricRecord>())
        .Where(metric => double.IsFinite(metric.Value))
        .GroupBy(metric => metric.Name)
        .Select(metric => (metric.Key, (IReadOnlyList<CurvePoint>)[.. metric
            .GroupBy(point => point.Step)
            .OrderBy(step => step.Key)
            .Select(step => CurvePoint.Of(step.Key, Summary.Of([.. step.Select(point => point.Value)])))
            .Where(point => double.IsFinite(point.Mean))]));

    // The objective is often a test metric with one point; its validation counterpart tells how it came about.
    private static int Rank(string metric, string objective) =>
        metric == objective ? 0
        : metric == $"validation/{objective.Split('/')[^1]}" ? 1
        : metric.Split('/')[^1] == objective.Split('/')[^1] ? 2
        : metric.Split('/')[0] is "validation" ? 3
        : metric.Split('/')[0] is "train" ? 4
        : MachineMetrics.Contains(metric) ? 6 : 5;
}

/// <summary>The curves of one metric.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Curves">One a configuration that logged it.</param>
internal sealed record MetricCurves(string Metric, IReadOnlyList<ConfigurationCurve> Curves);

/// <summary>The curve of one configuration.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Points">By step.</param>
internal sealed record ConfigurationCurve(Configuration Configuration, IReadOnlyList<CurvePoint> Points);

/// <summary>One step of a curve.</summary>
/// <param name="Step">The step.</param>
/// <param name="Mean">Mean over the seeds.</param>
/// <param name="Deviation">Standard deviation over the seeds; 0 where there is one seed.</param>
internal readonly record struct CurvePoint(long Step, double Mean, double Deviation)
{
    /// <summary>The point of a summary; not a number where the values are too large to add up.</summary>
    public static CurvePoint Of(long step, Summary summary) => new(step, summary.Mean ?? double.NaN, summary.StandardDeviation ?? 0);
}
