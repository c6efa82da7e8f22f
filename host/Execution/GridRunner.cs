using KdHost.Host.Configuration;
using KdHost.Host.Execution.Devices;
using KdHost.Host.Execution.Failures;
using KdHost.Host.Execution.Stopping;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Studies;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using KdHost.Sdk.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Spectre.Console;

namespace KdHost.Host.Execution;

/// <summary>Runs the trials of a grid that are not done, ships what they say, and writes the report.</summary>
internal static class GridRunner
{
    private const int ManyTrials = 10_000;

    /// <summary>Runs to the end, or until the user interrupts.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pending">How many of its trials have not ended.</param>
    /// <param name="settings">The host's settings.</param>
    /// <param name="address">Where results are tracked.</param>
    /// <param name="keepGoing">Whether to run on when every trial dies alike.</param>
    /// <param name="downloads">Is told of data sets that later batches of a search need.</param>
    /// <param name="interrupts">The user's word.</param>
    public static async Task<GridOutcome> RunAsync(ExperimentRun run, int pending, Settings settings, TrackingAddress address, bool keepGoing, IProgress<DownloadProgress> downloads, Interrupts interrupts)
    {
        await using var shipper = new Shipper(run.Directory, address);
        if (pending == 0 && run.Search is null)
        {
            Console.WriteLine("Nothing to run: every trial is done.");
            return await ConcludeAsync(run, shipper, address, interrupts);
        }

        var slots = run.Search is null ? [.. run.Slots.Take(pending)] : run.Slots;
        var progress = new GridProgress(run.Trials.Count, run.Trials.Count - pending, slots.Count);
        var plain = new PlainDisplay(WriteLine, progress, run.Experiment.Objective.Metric);
        var live = Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? null : new LiveDisplay(plain, progress);
        var display = (IRunDisplay?)live ?? plain;
        RunLock.Write(run.Directory, run.Methods.Methods, SlotPlan.Show(slots), run.Experiment.Resources.Threads);
        using var host = BuildHost(run.Directory, shipper, display);
        await host.StartAsync();
        ReturnMemory(run);
        var grid = RunTrialsAsync(run, slots, settings, keepGoing, downloads, progress, display, interrupts);
        await (live?.ShowWhileAsync(grid) ?? grid);
        await host.StopAsync();
        return await ConcludeAsync(run, shipper, address, interrupts);
    }

    // On a terminal a line lands on top of the live view, so it must cover what stood there.
    private static void WriteLine(string text) => AnsiConsole.Console.WriteLine(Console.IsOutputRedirected ? text : text.PadRight(AnsiConsole.Profile.Width - 1));

    private static async Task RunTrialsAsync(
        ExperimentRun run, IReadOnlyList<string> devices, Settings settings, bool keepGoing, IProgress<DownloadProgress> downloads, GridProgress progress, IRunDisplay display, Interrupts interrupts)
    {
        var identity = PilotIdentity.Create();
        var watch = new PilotWatch(run.Directory, TimeProvider.System);
        var leases = new Leases(run.Directory, identity, watch);
        using var alike = new AlikeFailures(devices.Count, () => run.Done.Ends().Values.Any(end => end.State != TrialState.Failed));
        using var full = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Stop, alike.Stop, full.Token);
        var shared = new SlotSettings(run.Directory, run.Methods, leases, run.Done, run.Experiment.Resources, settings.Data.Path, display)
        {
            Stopping = run.Experiment.Stopping,
            Alike = keepGoing ? null : alike,
        };
        var slots = devices.Select((device, number) => new Slot(number, device, shared)).ToList();
        using var kill = interrupts.Kill.Register(() => slots.ForEach(slot => slot.Kill()));
        await using var pilot = await Pilot.StartAsync(run.Directory, identity, watch);
        try
        {
            for (ExperimentRun? round = run; round is not null;)
            {
                using var queue = new TrialQueue(round.Trials, leases, run.Done, Promotions(run));
                await Task.WhenAll(slots.Select(slot => RunSlotAsync(slot, queue, full, stop.Token)));
                if (queue.Paused > 0)
                    display.Note($"{queue.Paused} trials stay paused: others were better at their rung. They may go on when the grid grows.");
                if (stop.IsCancellationRequested)
                    return;
                var next = await round.NextAsync(settings, downloads, stop.Token);
                progress.Grow((next?.Trials.Count ?? round.Trials.Count) - round.Trials.Count);
                round = next;
            }
        }
        finally
        {
            await Task.WhenAll(slots.Select(slot => slot.DisposeAsync().AsTask()));
        }
    }

    // Without room no slot gets anywhere: the others are asked to stop before they find out, and what they can't save they do again.
    private static async Task RunSlotAsync(Slot slot, TrialQueue queue, CancellationTokenSource full, CancellationToken stop)
    {
        try
        {
            await slot.RunAsync(queue, stop);
        }
        catch (IOException error) when (DiskFull.Is(error))
        {
            await full.CancelAsync();
            throw;
        }
    }

    private static AshaPromotions? Promotions(ExperimentRun run) =>
        run.Experiment.Stopping is { Rule: StoppingRule.Asha } settings ? new AshaPromotions(settings, new RungFiles(run.Directory.StoppingOf(settings))) : null;

    private static async Task<GridOutcome> ConcludeAsync(ExperimentRun run, Shipper shipper, TrackingAddress address, Interrupts interrupts)
    {
        ReturnMemory(run);
        var results = GridResults.Read(run.Directory);
        ReturnMemory(run);
        var content = GridReport.Write(run.Directory, results, run.Methods.Studies);
        return new GridOutcome(results, content.Board, content.Study, await Conclusion.TellAsync(shipper, run.Directory, address, interrupts.Kill));
    }

    // Preparing a great many trials leaves garbage behind that the trials themselves may need room for.
    private static void ReturnMemory(ExperimentRun run)
    {
        if (run.Trials.Count > ManyTrials)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }

    private static IHost BuildHost(RunDirectory run, Shipper shipper, IRunDisplay display)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSerilog(configuration => configuration.WriteTo.File(run.Log, formatProvider: System.Globalization.CultureInfo.InvariantCulture, shared: true));
        builder.Services.AddSingleton(shipper).AddSingleton(display).AddHostedService<TrackingService>();
        return builder.Build();
    }
}

/// <summary>What a grid came to.</summary>
/// <param name="Results">The results.</param>
/// <param name="Board">The leaderboard.</param>
/// <param name="Study">What its study says; null when it names none.</param>
/// <param name="Tracking">A line that says how to see the results in MLflow.</param>
internal sealed record GridOutcome(GridResults Results, Leaderboard Board, Study? Study, string Tracking);
