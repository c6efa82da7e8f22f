using System.CommandLine;
using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.Hooks;
using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd run FILE</c>: runs what is not done yet of an experiment, then prints its table.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The experiment file." };
        var overrides = new Option<string[]>("--set") { Description = "key=value: an option of the method, or a top-level key such as seeds. May be given several times.", DefaultValueFactory = _ => [] };
        var rerun = new Option<string?>("--rerun") { Description = "Run ended trials again: failed, stale, all, or the first digits of a trial's id." };
        var requireClean = new Option<bool>(GitState.RequireCleanFlag) { Description = "Refuse to run unless everything in the git repository is committed." };
        var command = new Command("run", "Run an experiment. The same command again goes on where it stopped.")
        {
            file, overrides, rerun, requireClean, CommonOptions.Data, CommonOptions.Plugins, CommonOptions.Runs, CommonOptions.Tracking, CommonOptions.Register,
        };
        command.SetAction((parsed, _) =>
        {
            var settings = parsed.Settings();
            if (parsed.GetValue(requireClean))
                GitState.RequireClean(settings.Runs);
            return RunAsync(parsed.GetValue(file)!, parsed.GetValue(overrides)!, parsed.GetValue(rerun), parsed.GetValue(CommonOptions.Register), settings);
        });
        return command;
    }

    private static async Task<int> RunAsync(string file, string[] overrides, string? rerun, string? register, Settings settings)
    {
        using var interrupts = new Interrupts();
        try
        {
            var address = TrackingAddress.Of(settings.Tracking, settings.Runs) with { Register = register };
            var run = await ExperimentRun.PrepareAsync(file, overrides, settings, address, new DownloadLine(), interrupts.Stop);
            return await RunAsync(run, rerun, settings, address, interrupts);
        }
        catch (OperationCanceledException) when (interrupts.Stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped before any trial ran. The same command goes on from there.");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> RunAsync(ExperimentRun run, string? rerun, Settings settings, TrackingAddress address, Interrupts interrupts)
    {
        if (rerun is not null)
            Console.WriteLine($"{Rerun.Apply(rerun, run.Trials, run.Done, run.Methods)} ended trials run again.");

        var ended = run.Trials.Select(trial => (trial, end: run.Done.Find(trial.Id))).Where(pair => pair.end is not null).ToList();
        Announce(run, ended.Count, ended.Count(pair => Rerun.IsStale(pair.trial, pair.end!, run.Methods)));
        var tracking = await GridRunner.RunAsync(run, settings, address, interrupts);
        var results = GridResults.Read(run.Directory);
        var exitCode = Conclude(run, results, tracking, interrupts.Stop.IsCancellationRequested);
        if (ended.Count < run.Trials.Count && exitCode != ExitCode.Interrupted && await EndNotice.TellAsync(run.Directory, results, run.Experiment.Source) is { } warning)
            await Console.Error.WriteLineAsync(warning);
        return exitCode;
    }

    private static void Announce(ExperimentRun run, int ended, int stale)
    {
        Console.WriteLine($"{run.Experiment.Name}: {run.Trials.Count} trials, {ended} done before, on {run.Device}");
        if (stale > 0)
            Console.WriteLine($"{stale} of them are stale: their plugin was rebuilt since. --rerun stale runs them again.");
    }

    private static int Conclude(ExperimentRun run, GridResults results, string tracking, bool interrupted)
    {
        var board = Leaderboard.Of(results);
        AnsiConsole.Write(LeaderboardText.ToTable(board));
        foreach (var line in LeaderboardText.Missing(board))
            Console.WriteLine($"missing:  {line}");
        var failures = results.Configurations.SelectMany(configuration => configuration.Trials).Where(trial => trial.Done?.State == TrialState.Failed).ToList();
        foreach (var line in FailureText.Lines(run.Directory, FailureGroup.Of(failures)))
            Console.WriteLine(line);
        Console.WriteLine($"Results:  {Path.GetRelativePath(Environment.CurrentDirectory, run.Directory.Path)} (report/report.html has tables and curves)");
        Console.WriteLine(tracking);
        if (interrupted)
            Console.WriteLine("Stopped. The same command goes on from the last checkpoints.");
        return interrupted ? ExitCode.Interrupted : failures.Count > 0 ? ExitCode.TrialFailed : ExitCode.Success;
    }
}
