using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Plotting;

namespace KdHost.Host.Reports;

/// <summary>Writes the report of a grid into its run directory: leaderboard as CSV and Markdown, learning curves with a band over seeds.</summary>
internal static class GridReport
{
    public const string Csv = "leaderboard.csv", Markdown = "leaderboard.md", Curves = "learning-curves.png";

    private const string CurveMetric = "validation/accuracy";

    /// <summary>Writes the files.</summary>
    public static Leaderboard Write(RunDirectory run, GridResults results)
    {
        var board = Leaderboard.Of(results);
        Directory.CreateDirectory(run.Report);
        DurableFile.Replace(Path.Combine(run.Report, Csv), LeaderboardText.ToCsv(board));
        DurableFile.Replace(Path.Combine(run.Report, Markdown), LeaderboardText.ToMarkdown(board, results.Record.Objective.Maximize));
        var curves = results.Configurations.Select(configuration => Curve(run, configuration)).OfType<Curve>().ToList();
        if (curves.Count > 0)
            LearningCurve.Save(Path.Combine(run.Report, Curves), $"{results.Record.Name}: mean over seeds ± standard deviation", $"{CurveMetric} (%)", curves);
        return board;
    }

    private static Curve? Curve(RunDirectory run, Configuration configuration)
    {
        var points = configuration.Trials
            .Where(trial => trial.Done is { State: TrialState.Finished })
            .SelectMany(trial => JournalReader.Read(run.Trial(trial.Entry.Id), trial.Done!.Epoch).OfType<MetricRecord>())
            .Where(metric => metric.Name == CurveMetric)
            .GroupBy(metric => metric.Step)
            .OrderBy(step => step.Key)
            .Select(step => (Step: (double)step.Key, Summary: Statistics.Summary.Of([.. step.Select(metric => metric.Value)])))
            .ToList();
        return points.Count == 0 ? null : new Curve(configuration.Label, [.. points.Select(point => point.Step)], [.. points.Select(point => point.Summary.Mean ?? double.NaN)])
        {
            Spread = [.. points.Select(point => point.Summary.StandardDeviation ?? 0)],
        };
    }
}
