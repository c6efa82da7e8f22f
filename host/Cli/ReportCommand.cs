using System.CommandLine;
using KdHost.Host.Configuration;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Studies;
using KdHost.Host.Reports.Tables;

namespace KdHost.Host.Cli;

/// <summary><c>kd report [RUN]</c>: writes the report of a run as it stands, also while it runs.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = RunArgument.Create();
        var metrics = new Option<bool>("--metrics") { Description = "Also write metrics.csv with every point of every trial; it can be large." };
        var command = new Command("report", "Write the report of a run: one HTML page, the same as Markdown, and CSV.") { run, metrics, JsonOutput.Flag, CommonOptions.Runs, CommonOptions.Plugins };
        command.SetAction(parsed =>
        {
            var settings = parsed.Settings();
            var directory = RunArgument.Find(parsed.GetValue(run), settings.Runs);
            var results = GridResults.Read(directory);
            var content = GridReport.Write(directory, results, InstalledStudies.For(results.Record, settings));
            if (parsed.GetValue(metrics))
                MetricsCsv.Write(Path.Combine(directory.Report, GridReport.Metrics), directory, results);
            if (parsed.GetValue(JsonOutput.Flag))
            {
                JsonOutput.Write(LeaderboardJson.Of(results));
                return ExitCode.Success;
            }

            foreach (var line in content.Study is { } study ? StudyMarkdown.Lines(study) : [])
                Console.WriteLine(line);
            Console.WriteLine($"Report:   {Path.Combine(directory.Report, GridReport.Page)}");
            return ExitCode.Success;
        });
        return command;
    }
}
