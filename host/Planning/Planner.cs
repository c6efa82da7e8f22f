using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.Experiments;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Planning;

/// <summary>Makes plans. Looks at files alone: no libtorch, no network, nothing written.</summary>
internal sealed class Planner
{
    private readonly Experiment _experiment;
    private readonly Settings _settings;
    private readonly RunDirectory _directory;
    private readonly IPlannedTrials _trials;

    /// <exception cref="FaultException">The file is not a valid experiment.</exception>
    public Planner(string file, IReadOnlyList<string> overrides, Settings settings)
    {
        _settings = settings;
        _experiment = ExperimentReader.Read(file, overrides);
        _directory = RunDirectory.Of(_experiment, settings.Runs);
        var (methods, states) = (new MethodCatalog(settings.PluginFolders), new RunStates(_directory, TimeProvider.System.GetUtcNow()));
        _trials = _experiment.Search is null ? new GridTrials(_experiment, methods, states) : new SearchTrials(_experiment, methods, states, _directory);
    }

    /// <summary>The plan.</summary>
    /// <exception cref="FaultException">A trial is not valid; all faults are in it.</exception>
    public Plan Make()
    {
        var counted = _trials.Count();
        List<Fault> warnings = [.. counted.Warnings, .. counted.DataSets.Select(Unavailable).OfType<Fault>()];
        var slots = Slots(counted.Open.Sum(method => method.Trials), warnings);
        return new Plan
        {
            Experiment = _experiment,
            Configurations = counted.Configurations,
            Unproposed = counted.Unproposed,
            Excluded = counted.Excluded,
            Duplicates = counted.Duplicates,
            Directory = _directory,
            States = counted.States,
            Stale = counted.Stale,
            Slots = slots,
            Estimate = new TrialHistory(_directory, _settings.Runs).Estimate(counted.Open, slots.Count),
            MissingFiles = [.. counted.DataSets.SelectMany(Missing)],
            Warnings = warnings,
        };
    }

    /// <summary>The trials in the order in which they run, as far as they are known. Lazy.</summary>
    public IEnumerable<PlannedTrial> Trials() => _trials.List();

    // A grid for a larger machine can be planned on a small one.
    private IReadOnlyList<string> Slots(long open, List<Fault> warnings)
    {
        try
        {
            return [.. ExperimentRun.PlanSlots(_experiment, _settings).Take((int)Math.Min(open, int.MaxValue))];
        }
        catch (FaultException error)
        {
            warnings.AddRange(error.Faults);
            return [];
        }
    }

    private IEnumerable<MissingFile> Missing(string name)
    {
        var source = DataSets.Get(name);
        return source.HasOtherFiles(_settings.Data) ? [] : source.Files.Select(file => new MissingFile(name, _settings.Data.File(name, file.Name), file.Address)).Where(file => !File.Exists(file.Path));
    }

    // Data that nothing can download, such as a folder of one's own.
    private Fault? Unavailable(string name) =>
        DataSets.Get(name) is var source && source.Files.Count == 0 && !source.HasOtherFiles(_settings.Data) ? source.Problem(_settings.Data) : null;
}
