using KdHost.Host.Configuration;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Spectre.Console;

namespace KdHost.Host.Execution;

/// <summary>Runs the trials of a grid that are not done, ships what they say, and writes the report.</summary>
internal static class GridRunner
{
    /// <summary>Runs to the end, or until the user interrupts.</summary>
    /// <returns>A line that says how to see the results in MLflow.</returns>
    public static async Task<string> RunAsync(ExperimentRun run, Settings settings, TrackingAddress address, Interrupts interrupts)
    {
        var pending = run.Trials.Where(trial => !run.Done.Contains(trial.Id)).ToList();
        var slots = Devices.Slots(run.Device, run.Experiment.Resources.Threads, run.Experiment.Resources.Workers, pending.Count);
        var progress = new GridProgress(run.Trials.Count, run.Trials.Count - pending.Count, slots);
        var plain = new PlainDisplay(WriteLine, progress, run.Experiment.Objective.Metric);
        var live = Console.IsOutputRedirected ? null : new LiveDisplay(plain, progress);
        var display = (IRunDisplay?)live ?? plain;
        if (pending.Count > 0)
            RunLock.Write(run.Directory, run.Methods.Methods, run.Device, run.Experiment.Resources.Threads);

        await using var shipper = new Shipper(run.Directory, address);
        if (pending.Count == 0)
        {
            Console.WriteLine("Nothing to run: every trial is done.");
        }
        else
        {
            using var host = BuildHost(run.Directory, shipper, display);
            await host.StartAsync();
            var grid = RunTrialsAsync(run, settings, pending, slots, display, interrupts);
            await (live?.ShowWhileAsync(grid) ?? grid);
            await host.StopAsync();
        }

        GridReport.Write(run.Directory, GridResults.Read(run.Directory));
        return await Conclusion.TellAsync(shipper, run.Directory, address);
    }

    // On a terminal a line lands on top of the live view, so it must cover what stood there.
    private static void WriteLine(string text) => AnsiConsole.Console.WriteLine(Console.IsOutputRedirected ? text : text.PadRight(AnsiConsole.Profile.Width - 1));

    private static async Task RunTrialsAsync(ExperimentRun run, Settings settings, IReadOnlyList<Experiments.TrialSpec> pending, int count, IRunDisplay display, Interrupts interrupts)
    {
        var identity = PilotIdentity.Create();
        var watch = new PilotWatch(run.Directory, TimeProvider.System);
        var leases = new Leases(run.Directory, identity, watch);
        var shared = new SlotSettings(run.Directory, run.Methods, leases, run.Done, run.Experiment.Resources, run.Device, settings.Data.Path, display);
        var slots = Enumerable.Range(0, count).Select(number => new Slot(number, shared)).ToList();
        using var kill = interrupts.Kill.Register(() => slots.ForEach(slot => slot.Kill()));
        try
        {
            await new Pilot(run.Directory, identity, watch).RunAsync(new TrialQueue(pending, leases, run.Done), slots, interrupts.Stop);
        }
        finally
        {
            await Task.WhenAll(slots.Select(slot => slot.DisposeAsync().AsTask()));
        }
    }

    private static IHost BuildHost(RunDirectory run, Shipper shipper, IRunDisplay display)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSerilog(configuration => configuration.WriteTo.File(run.Log, formatProvider: System.Globalization.CultureInfo.InvariantCulture, shared: true));
        builder.Services.AddSingleton(shipper).AddSingleton(display).AddHostedService<TrackingService>();
        return builder.Build();
    }
}
