using System.Globalization;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Statistics;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.CautiousPseudoLabels.Studies;

/// <summary>Trials as rows over seeds, in words and lines.</summary>
internal static class OverSeeds
{
    /// <summary>Mean ± standard deviation of a metric's last value.</summary>
    public static string MeanOf(IEnumerable<StudyTrial> trials, string metric) => MeanOf(trials.Where(trial => trial.Metrics.ContainsKey(metric)).Select(trial => trial.Metrics[metric]));

    /// <summary>Mean ± standard deviation.</summary>
    public static string MeanOf(IEnumerable<double> values)
    {
        var summary = Summary.Of([.. values]);
        return summary.Mean is not { } mean ? "" : summary.StandardDeviation is { } deviation ? $"{Text(mean)} ± {Text(deviation)}" : Text(mean);
    }

    /// <summary>The paired difference of a metric between two groups, with its interval.</summary>
    public static string Difference(IReadOnlyList<double> differences)
    {
        var summary = Summary.Of([.. differences]);
        var interval = summary.Interval is { } known ? $" [{Signed(known.Low)}, {Signed(known.High)}]" : "";
        return summary.Mean is { } mean ? $"{Signed(mean)}{interval}" : "";
    }

    /// <summary>Differences between trials of equal seeds.</summary>
    public static IReadOnlyList<double> Paired(IEnumerable<StudyTrial> baseline, IEnumerable<StudyTrial> candidate, Func<StudyTrial, double> value) =>
        [.. baseline.Join(candidate, trial => trial.Seed, trial => trial.Seed, (one, other) => value(other) - value(one))];

    /// <summary>A line of means over trials with a band of one standard deviation.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="map">Changes each value.</param>
    /// <param name="position">Changes each step.</param>
    public static PlotLine Line(string name, IEnumerable<StudyTrial> trials, string metric, Func<double, double>? map = null, Func<long, double>? position = null)
    {
        var steps = trials.SelectMany(trial => trial.Curve(metric)).GroupBy(point => point.Step).OrderBy(group => group.Key).ToList();
        var summaries = steps.Select(group => Summary.Of([.. group.Select(point => (map ?? (value => value))(point.Value))])).ToList();
        return new PlotLine(name, [.. steps.Select(group => (position ?? (step => step))(group.Key))], [.. summaries.Select(summary => summary.Mean ?? 0)])
        {
            Spread = summaries.Any(summary => summary.StandardDeviation > 0) ? [.. summaries.Select(summary => summary.StandardDeviation ?? 0)] : null,
        };
    }

    /// <summary>The value of a curve at a step.</summary>
    public static double? At(StudyTrial trial, string metric, long step) => trial.Curve(metric).Where(point => point.Step == step).Select(point => (double?)point.Value).FirstOrDefault();

    /// <summary>A number with three decimals.</summary>
    public static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A number with its sign.</summary>
    public static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
