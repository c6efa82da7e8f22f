using KdHost.Host.Configuration;
using KdHost.Host.Execution.Devices;
using KdHost.Host.Experiments;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Host.Search;
using KdHost.Host.Tracking;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Native;

namespace KdHost.Host.Execution;

/// <summary>A run that is checked and ready: everything that can be wrong before a trial starts has been looked at.</summary>
/// <param name="Experiment">The declaration.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Directory">The run directory.</param>
/// <param name="Slots">The device of each slot.</param>
internal sealed record ExperimentRun(Experiment Experiment, MethodCatalog Methods, RunDirectory Directory, IReadOnlyList<string> Slots)
{
    /// <summary>The trials that are declared so far, in order: all of them, or the batches that a search has proposed.</summary>
    public required IReadOnlyList<TrialSpec> Trials { get; init; }

    /// <summary>The search that proposes more; null when all trials are declared.</summary>
    public SearchRounds? Search { get; init; }

    /// <summary>What looks like a mistake in the declaration and is none for certain.</summary>
    public IReadOnlyList<Fault> Warnings { get; init; } = [];

    /// <summary>Ended trials.</summary>
    public DoneTrials Done { get; } = new(Directory);

    /// <summary>Checks everything, fetches missing data sets and declares the trials in the run directory.</summary>
    /// <exception cref="FaultException">Something that the user gave is wrong.</exception>
    public static async Task<ExperimentRun> PrepareAsync(string file, IReadOnlyList<string> overrides, Settings settings, TrackingAddress address, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var experiment = ExperimentReader.Read(file, overrides);
        var methods = new MethodCatalog(settings.PluginFolders);
        CheckNamedPlugins(methods, settings);
        IReadOnlyList<Fault> warnings = experiment.Search is null ? TrialExpander.Check(experiment, methods).Warnings : [];
        if (experiment.Search is not null)
            SearchRounds.Check(experiment, methods);
        var slots = PlanSlots(experiment, settings);
        Libtorch.Preflight();
        await address.CheckAsync();
        var directory = RunDirectory.Of(experiment, settings.Runs);
        directory.Create();
        var search = experiment.Search is null ? null : new SearchRounds(experiment, methods, directory);
        var run = new ExperimentRun(experiment, methods, directory, slots) { Trials = search?.Next() ?? [.. TrialExpander.Expand(experiment, methods)], Search = search, Warnings = warnings };
        await run.DeclareAsync(settings, progress, cancellation);
        return run;
    }

    /// <summary>This run with the next batch of its search; null when there is none.</summary>
    /// <exception cref="FaultException">The proposer failed, or proposed what can't be run.</exception>
    public async Task<ExperimentRun?> NextAsync(Settings settings, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        if (Search?.Next() is not { } batch)
            return null;
        var next = this with { Trials = [.. Trials.Concat(batch).DistinctBy(trial => trial.Id)] };
        await next.DeclareAsync(settings, progress, cancellation);
        return next;
    }

    /// <summary>The device of each slot on this machine.</summary>
    /// <exception cref="FaultException">A device does not exist here, or a trial fits on none.</exception>
    public static IReadOnlyList<string> PlanSlots(Experiment experiment, Settings settings)
    {
        Func<string, Fault> at = settings.Devices is null ? problem => experiment.Source.At("resources.device", problem) : problem => new Fault(problem) { Key = "devices" };
        return SlotPlan.Of(DeviceRequest.Parse(settings.Devices ?? experiment.Resources.Device, at), experiment.Resources, Machine.Detect(), at, problem => experiment.Source.At("resources.memory", problem));
    }

    private async Task DeclareAsync(Settings settings, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        await DataSetCheck.EnsureAsync(Trials, Methods, settings, progress, cancellation);
        new TrialIndex(Directory).Add(Trials);
        RunRecord.Write(Directory, Experiment, Trials);
    }

    // A plugin folder that the user named must be whole; one beside the program may be broken without harm to others.
    private static void CheckNamedPlugins(MethodCatalog methods, Settings settings)
    {
        var broken = methods.Unusable.Where(plugin => settings.Plugins.Contains(Path.GetDirectoryName(plugin.Folder))).ToList();
        if (broken.Count > 0)
        {
            throw new FaultException([.. broken.Select(plugin => new Fault("this plugin can't be used")
            {
                File = plugin.Folder, Found = plugin.Problem, Expected = "a plugin built for this host", Fix = plugin.Fix,
            })]);
        }
    }
}
