using KdHost.Host.Reports.Curves;
using KdHost.Host.Reports.Pages;
using KdHost.Host.Reports.Studies;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Plotting;

namespace KdHost.Host.Reports;

/// <summary>Writes the report of a grid into its run directory: a page, the same as Markdown, tables as CSV, and learning curves as a picture.</summary>
internal static class GridReport
{
    public const string Page = "report.html", Text = "report.md", Csv = "leaderboard.csv", Markdown = "leaderboard.md", Trials = "trials.csv", StudyPage = "study.md", StudyData = "study.json", Metrics = "metrics.csv", Curves = "learning-curves.png";

    /// <summary>Writes the files.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="results">The results.</param>
    /// <param name="studies">The installed studies by name.</param>
    /// <returns>What the files say.</returns>
    public static ReportContent Write(RunDirectory run, GridResults results, IReadOnlyDictionary<string, StudyEntry> studies)
    {
        Directory.CreateDirectory(run.Report);
        var content = ReportContent.Read(run, results, TimeProvider.System.GetUtcNow()) with { Study = Study.Of(run, results, studies) };
        foreach (var (name, text) in new[]
        {
            (Page, ReportPage.Of(content)), (Text, ReportMarkdown.Of(content)), (Csv, LeaderboardText.ToCsv(content.Board)), (Markdown, LeaderboardText.ToMarkdown(content.Board.Best(ReportWords.MostRows))),
        })
            DurableFile.Replace(Path.Combine(run.Report, name), text);
        DurableFile.Replace(Path.Combine(run.Report, Trials), file => TrialsCsv.Write(file, results));
        if (content.Study is { } study)
        {
            DurableFile.Replace(Path.Combine(run.Report, StudyPage), StudyMarkdown.Of(study));
            DurableFile.Replace(Path.Combine(run.Report, StudyData), StudyJson.Of(study));
        }

        if (content.Curves.Metrics is [var metric, ..])
            LearningCurve.Save(Path.Combine(run.Report, Curves), $"{results.Record.Name}: mean over seeds ± standard deviation", metric.Metric, [.. metric.Curves.Select(Curve)]);
        return content;
    }

    private static Curve Curve(ConfigurationCurve curve) =>
        new(curve.Configuration.Label, [.. curve.Points.Select(point => (double)point.Step)], [.. curve.Points.Select(point => point.Mean)]) { Spread = [.. curve.Points.Select(point => point.Deviation)] };
}
