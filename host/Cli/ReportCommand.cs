using System.CommandLine;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Tables;

namespace KdHost.Host.Cli;

/// <summary><c>kd report [RUN]</c>: writes the report of a run as it stands, also while it runs.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = RunArgument.Create();
        var metrics = new Option<bool>("--metrics") { Description = "Also write metrics.csv with every point of every trial; it can be large." };
        var command = new Command("report", "Write the report of a run: one HTML page, the same as Markdown, and CSV.") { run, metrics, JsonOutput.Flag, CommonOptions.Runs };
        command.SetAction(parsed =>
        {
            var directory = RunArgument.Find(parsed.GetValue(run), parsed.Settings().Runs);
            var results = GridResults.Read(directory);
            GridReport.Write(directory, results);
            if (parsed.GetValue(metrics))
                MetricsCsv.Write(Path.Combine(directory.Report, GridReport.Metrics), directory, results);
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(LeaderboardJson.Of(results));
            else
                Console.WriteLine($"Report:   {Path.Combine(directory.Report, GridReport.Page)}");
            return ExitCode.Success;
        });
        return command;
    }
}
