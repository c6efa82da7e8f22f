using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Planning;

/// <summary>Makes plans. Looks at files alone: no libtorch, no network, nothing written.</summary>
internal sealed class Planner
{
    private readonly Experiment _experiment;
    private readonly TrialGrid _grid;
    private readonly Settings _settings;
    private readonly RunDirectory _directory;
    private readonly RunStates _states;

    /// <exception cref="FaultException">The file is not a valid experiment.</exception>
    public Planner(string file, IReadOnlyList<string> overrides, Settings settings)
    {
        _settings = settings;
        _experiment = ExperimentReader.Read(file, overrides);
        _grid = new TrialGrid(_experiment, new MethodCatalog(settings.PluginFolders));
        _directory = RunDirectory.Of(_experiment, settings.Runs);
        _states = new RunStates(_directory, TimeProvider.System.GetUtcNow());
    }

    /// <summary>The plan.</summary>
    /// <exception cref="FaultException">A trial is not valid; all faults are in it.</exception>
    public Plan Make()
    {
        var survey = GridSurvey.Of(_grid, checkAll: false);
        var warnings = survey.Warnings.ToList();
        var (states, stale, open) = Count(survey);
        var slots = Slots(open.Values.Sum(), warnings);
        return new Plan
        {
            Survey = survey,
            Directory = _directory,
            States = states,
            Stale = stale,
            Slots = slots,
            Estimate = new TrialHistory(_directory, _settings.Runs).Estimate(_grid, open, FirstOpen, slots.Count),
            MissingFiles = [.. survey.DataSets.SelectMany(Missing)],
            Warnings = warnings,
        };
    }

    /// <summary>All trials in the order in which they run. Lazy.</summary>
    public IEnumerable<PlannedTrial> Trials() => _grid.Trials().Select(trial =>
    {
        var (state, isStale) = _states.IsEmpty ? default : _states.Of(TrialSpec.ToNumber(trial.Id), _grid.Catalog.Get(trial.Method).Build);
        return new PlannedTrial(trial.Id, state, isStale, trial.Method, trial.Seed, trial.Label);
    });

    private (Dictionary<PlannedState, long> States, long Stale, Dictionary<int, long> OpenByMethod) Count(GridSurvey survey)
    {
        var (states, stale, open) = (new long[Enum.GetValues<PlannedState>().Length], 0L, new long[_grid.Set.Methods.Count]);
        if (_states.IsEmpty) // then no id is needed
        {
            states[(int)PlannedState.ToRun] = survey.Trials;
            open = [.. survey.Counts.ByMethod.Select(count => count * _experiment.Seeds.Count)];
        }

        foreach (var point in _states.IsEmpty ? [] : _grid.Points(new GridCounts(_grid)))
        {
            var method = _grid.Set.MethodOf(point);
            foreach (var seed in _experiment.Seeds)
            {
                var (state, isStale) = _states.Of(_grid.Identities[method].Of(point, seed), _grid.Set.Methods[method].Method.Build);
                states[(int)state]++;
                stale += isStale ? 1 : 0;
                open[method] += state is PlannedState.ToRun or PlannedState.Interrupted ? 1 : 0;
            }
        }

        return (Enum.GetValues<PlannedState>().ToDictionary(state => state, state => states[(int)state]), stale, open.Index().Where(item => item.Item > 0).ToDictionary(item => item.Index, item => item.Item));
    }

    // The next trial of a method: what its history is looked through for.
    private TrialSpec? FirstOpen(int method) => _grid.Trials()
        .Where(trial => trial.Method == _grid.Set.Methods[method].Method.Attribute.Name)
        .FirstOrDefault(trial => _states.IsEmpty || _states.Of(TrialSpec.ToNumber(trial.Id), default).State is PlannedState.ToRun or PlannedState.Interrupted);

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
        return source.Files.Select(file => new MissingFile(name, _settings.Data.File(name, file.Name), file.Address)).Where(file => !File.Exists(file.Path));
    }
}
