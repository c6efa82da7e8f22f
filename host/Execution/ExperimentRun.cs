using KdHost.Host.Configuration;
using KdHost.Host.Experiments;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Native;

namespace KdHost.Host.Execution;

/// <summary>A run that is checked and ready: everything that can be wrong before a trial starts has been looked at.</summary>
/// <param name="Experiment">The declaration.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Trials">All trials, in order.</param>
/// <param name="Directory">The run directory.</param>
/// <param name="Device">What the trials run on.</param>
internal sealed record ExperimentRun(Experiment Experiment, MethodCatalog Methods, IReadOnlyList<TrialSpec> Trials, RunDirectory Directory, string Device)
{
    /// <summary>Finished and failed trials.</summary>
    public DoneTrials Done { get; } = new(Directory);

    /// <summary>Checks everything, fetches missing data sets and declares the trials in the run directory.</summary>
    /// <exception cref="FaultException">Something that the user gave is wrong.</exception>
    public static async Task<ExperimentRun> PrepareAsync(string file, IReadOnlyList<string> overrides, Settings settings, TrackingAddress address, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var experiment = ExperimentReader.Read(file, overrides);
        var methods = new MethodCatalog(settings.PluginFolders);
        CheckNamedPlugins(methods, settings);
        TrialExpander.Check(experiment, methods);
        var device = Devices.Resolve(experiment.Resources.Device, problem => experiment.Source.At("resources.device", problem));
        Libtorch.Preflight();
        await address.CheckAsync();
        var trials = TrialExpander.Expand(experiment, methods).ToList();
        var directory = RunDirectory.Of(experiment, settings.Runs);
        directory.Create();
        await DataSetCheck.EnsureAsync(trials, methods, settings, progress, cancellation);
        new TrialIndex(directory).Add(trials);
        RunRecord.Write(directory, experiment, trials);
        return new ExperimentRun(experiment, methods, trials, directory, device);
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
