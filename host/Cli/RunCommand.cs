using System.CommandLine;
using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.Execution.Devices;
using KdHost.Host.Hooks;
using KdHost.Host.Journal;
using KdHost.Host.Planning;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Reports.Studies;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd run FILE</c>: runs what is not done yet of an experiment, then prints its table.</summary>
internal static class RunCommand
{
    private const int MostRows = 50;

    public static Command Create()
    {
        var (file, overrides) = ExperimentArgument.Create();
        var rerun = new Option<string?>("--rerun") { Description = "Run ended trials again: failed, stale, all, or the first digits of a trial's id." };
        rerun.CompletionSources.Add("failed", "stale", "all");
        var keepGoing = new Option<bool>("--keep-going") { Description = "Run on when the first trials all fail alike." };
        var requireClean = new Option<bool>(GitState.RequireCleanFlag) { Description = "Refuse to run unless everything in the git repository is committed." };
        var command = new Command("run", "Run an experiment. The same command again goes on where it stopped.")
        {
            file, overrides, rerun, keepGoing, requireClean, CommonOptions.Data, CommonOptions.Plugins, CommonOptions.Runs, CommonOptions.Tracking, CommonOptions.Register, CommonOptions.Devices, JsonOutput.Flag,
        };
        command.SetAction((parsed, _) =>
        {
            var settings = parsed.Settings();
            if (parsed.GetValue(requireClean))
                GitState.RequireClean(settings.Runs);
            var asked = new RunWishes(parsed.GetValue(rerun), parsed.GetValue(keepGoing), parsed.GetValue(CommonOptions.Register), parsed.GetValue(JsonOutput.Flag));
            if (asked.Json)
                TellPeopleOnTheErrorStream();
            return RunAsync(parsed.GetValue(file)!, parsed.GetValue(overrides)!, asked, settings);
        });
        return command;
    }

    private static async Task<int> RunAsync(string file, string[] overrides, RunWishes asked, Settings settings)
    {
        using var interrupts = new Interrupts();
        try
        {
            var address = TrackingAddress.Of(settings.Tracking, settings.Runs) with { Register = asked.Register };
            var run = await ExperimentRun.PrepareAsync(file, overrides, settings, address, new DownloadLine(), interrupts.Stop);
            return await RunAsync(run, asked, settings, address, interrupts);
        }
        catch (OperationCanceledException) when (interrupts.Stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped before any trial ran. The same command goes on from there.");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> RunAsync(ExperimentRun run, RunWishes asked, Settings settings, TrackingAddress address, Interrupts interrupts)
    {
        if (asked.Rerun is { } rerun)
            Console.WriteLine($"{Rerun.Apply(rerun, run.Trials, run.Directory, run.Methods)} ended trials run again.");

        var ended = Announce(run);
        var outcome = await GridRunner.RunAsync(run, run.Trials.Count - ended, settings, address, asked.KeepGoing, new DownloadLine(), interrupts);
        var results = outcome.Results;
        var exitCode = Conclude(run, outcome, interrupts.Stop.IsCancellationRequested);
        if (results.Trials.Count(trial => trial.Done is not null) > ended && exitCode != ExitCode.Interrupted && await EndNotice.TellAsync(run.Directory, results, run.Experiment.Source) is { } warning)
            await Console.Error.WriteLineAsync(warning);
        if (asked.Json)
            JsonOutput.Write(RunSummary.Of(run.Directory, results));
        return exitCode;
    }

    // Standard output is the program's that asked for JSON.
    private static void TellPeopleOnTheErrorStream()
    {
        Console.SetOut(Console.Error);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Ansi = AnsiSupport.No });
        AnsiConsole.Profile.Width = KdCommand.RedirectedWidth;
    }

    /// <summary>Says what will run.</summary>
    /// <returns>How many trials have ended already.</returns>
    private static int Announce(ExperimentRun run)
    {
        var ends = run.Done.Ends();
        var ended = run.Trials.Count(trial => ends.ContainsKey(trial.Id));
        var stale = run.Trials.Count(trial => ends.TryGetValue(trial.Id, out var end) && Rerun.IsStale(trial, end.Build, run.Methods));
        foreach (var warning in run.Warnings)
            Console.WriteLine(PlanText.Warning(warning));
        var devices = SlotPlan.Show(run.Slots);
        Console.WriteLine(run.Experiment.Search is { } search
            ? $"{run.Experiment.Name}: search by {search.Proposer} for {search.Points} points in batches of {search.Batch}, each with {run.Experiment.Seeds.Count} seeds, on {devices}"
            : $"{run.Experiment.Name}: {run.Trials.Count} trials, {ended} done before, on {devices}");
        if (stale > 0)
            Console.WriteLine($"{stale} of them are stale: their plugin was rebuilt since. --rerun stale runs them again.");
        return ended;
    }

    private static int Conclude(ExperimentRun run, GridOutcome outcome, bool interrupted)
    {
        var (results, board, study, tracking) = outcome;
        AnsiConsole.Write(LeaderboardText.ToTable(board.Best(MostRows)));
        foreach (var line in LeaderboardText.Missing(board.Best(MostRows)))
            Console.WriteLine($"missing:  {line}");
        if (board.Rows.Count > MostRows)
            Console.WriteLine($"Shown are the best {MostRows} of {board.Rows.Count} configurations; report/{GridReport.Csv} has all.");
        foreach (var line in study is null ? [] : StudyMarkdown.Lines(study))
            Console.WriteLine(line);
        var failures = results.Configurations.SelectMany(configuration => configuration.Trials).Where(trial => trial.Done?.State == TrialState.Failed).ToList();
        foreach (var line in FailureText.Lines(run.Directory, FailureGroup.Of(failures)))
            Console.WriteLine(line);
        Console.WriteLine($"Results:  {Path.GetRelativePath(Environment.CurrentDirectory, run.Directory.Path)} (report/report.html has tables and curves)");
        Console.WriteLine(tracking);
        if (interrupted)
            Console.WriteLine("Stopped. The same command goes on from the last checkpoints.");
        return interrupted ? ExitCode.Interrupted : failures.Count > 0 ? ExitCode.TrialFailed : ExitCode.Success;
    }

    /// <summary>What the user asked for beside the experiment.</summary>
    private sealed record RunWishes(string? Rerun, bool KeepGoing, string? Register, bool Json);
}
