using System.CommandLine;
using KdHost.Host.Execution;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Reports.Status;
using KdHost.Host.RunDirectories;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd status [RUN]</c>: how a grid stands, from any shell, also while it runs. Reads the run directory alone.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var run = RunArgument.Create();
        var all = new Option<bool>("--all") { Description = "All runs, one line each." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Refresh until everything is done or Ctrl-C." };
        var failures = new Option<bool>("--failures") { Description = "What failed, grouped by cause, with the last log lines and the remedy." };
        var command = new Command("status", "Show what is done, running, failed and waiting, and when it will end.") { run, all, watch, failures, JsonOutput.Flag, CommonOptions.Runs };
        command.SetAction((parsed, cancellation) =>
        {
            var runs = parsed.Settings().Runs;
            var watches = (parsed.GetValue(all) ? RunArgument.All(runs) : [RunArgument.Find(parsed.GetValue(run), runs)]).Select(directory => new GridWatch(directory, TimeProvider.System)).ToList();
            Action<IReadOnlyList<GridStatus>> show =
                parsed.GetValue(JsonOutput.Flag) ? grids => ShowJson(grids, parsed.GetValue(all))
                : parsed.GetValue(failures) ? ShowFailures
                : grids => AnsiConsole.Write(parsed.GetValue(all) ? StatusText.OfAll(grids) : StatusText.Of(grids[0]));
            return ShowAsync(watches, show, parsed.GetValue(watch));
        });
        return command;
    }

    private static async Task<int> ShowAsync(IReadOnlyList<GridWatch> watches, Action<IReadOnlyList<GridStatus>> show, bool repeat)
    {
        using var interrupts = new Interrupts();
        while (true)
        {
            var grids = watches.Select(watch => watch.Look()).ToList();
            if (repeat && !Console.IsOutputRedirected)
                AnsiConsole.Clear();
            show(grids);
            if (!repeat || grids.All(grid => grid.IsComplete))
                return ExitCode.Success;
            await Task.Delay(RefreshInterval, interrupts.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            if (interrupts.Stop.IsCancellationRequested)
                return ExitCode.Interrupted;
        }
    }

    private static void ShowJson(IReadOnlyList<GridStatus> grids, bool all)
    {
        if (all)
            JsonOutput.Write(grids.Select(StatusJson.Of));
        else
            JsonOutput.Write(StatusJson.Of(grids[0]));
    }

    private static void ShowFailures(IReadOnlyList<GridStatus> grids)
    {
        foreach (var grid in grids)
        {
            Console.WriteLine(grid.Failures.Count == 0 ? $"{grid.Name}: nothing failed." : $"{grid.Name}: {grid.Trials.Failed} of {grid.Trials.Total} trials failed.");
            foreach (var line in FailureText.Lines(new RunDirectory(grid.Directory), grid.Failures))
                Console.WriteLine(line);
        }
    }
}
