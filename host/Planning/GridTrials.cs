using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Sections;
using KdHost.Host.Plugins;

namespace KdHost.Host.Planning;

/// <summary>The trials of a declared grid.</summary>
/// <param name="experiment">The declaration.</param>
/// <param name="methods">The methods that are installed.</param>
/// <param name="states">How trials stand.</param>
internal sealed class GridTrials(Experiment experiment, MethodCatalog methods, RunStates states) : IPlannedTrials
{
    private readonly TrialGrid _grid = new(experiment, methods);

    /// <inheritdoc/>
    public CountedTrials Count()
    {
        var survey = GridSurvey.Of(_grid, checkAll: false);
        var (byState, stale, open) = states.IsEmpty ? Untouched(survey) : Look();
        return new CountedTrials
        {
            Configurations = survey.Counts.Configurations,
            Excluded = [.. Excluded(survey.Counts)],
            Duplicates = survey.Counts.Twins,
            States = Enum.GetValues<PlannedState>().ToDictionary(state => state, state => byState[(int)state]),
            Stale = stale,
            Open = [.. open.Index().Where(item => item.Item > 0).Select(item => new OpenTrials(Name(item.Index), item.Item, NextOf(Name(item.Index)).Options.Values))],
            DataSets = survey.DataSets,
            Warnings = survey.Warnings,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<PlannedTrial> List() => _grid.Trials().Select(trial =>
    {
        var (state, isStale) = StateOf(trial);
        return new PlannedTrial(trial.Id, state, isStale, trial.Method, trial.Seed, trial.Label);
    });

    // Without a run there is nothing to compare with, so no id is needed.
    private (long[] States, long Stale, long[] Open) Untouched(GridSurvey survey)
    {
        var byState = new long[Enum.GetValues<PlannedState>().Length];
        byState[(int)PlannedState.ToRun] = survey.Trials;
        return (byState, 0, [.. survey.Counts.ByMethod.Select(count => count * experiment.Seeds.Count)]);
    }

    private (long[] States, long Stale, long[] Open) Look()
    {
        var (byState, stale, open) = (new long[Enum.GetValues<PlannedState>().Length], 0L, new long[_grid.Set.Methods.Count]);
        foreach (var point in _grid.Points(new GridCounts(_grid)))
        {
            var method = _grid.Set.MethodOf(point);
            foreach (var seed in experiment.Seeds)
            {
                var (state, isStale) = states.Of(_grid.Identities[method].Of(point, seed), _grid.Set.Methods[method].Method.Build);
                byState[(int)state]++;
                stale += isStale ? 1 : 0;
                open[method] += state is PlannedState.ToRun or PlannedState.Interrupted ? 1 : 0;
            }
        }

        return (byState, stale, open);
    }

    private IEnumerable<ExcludedPoints> Excluded(GridCounts counts)
    {
        foreach (var (i, rule) in experiment.Exclusions.Index())
            yield return new ExcludedPoints(rule.Key, rule.Text, counts.Excluded[i]);
        if (experiment.Requirements.Count > 0)
            yield return new ExcludedPoints(PartialPoints.Require, "none of its points", counts.NotRequired);
    }

    private string Name(int method) => _grid.Set.Methods[method].Method.Attribute.Name;

    private TrialSpec NextOf(string method) => _grid.Trials().First(trial => trial.Method == method && StateOf(trial).State is PlannedState.ToRun or PlannedState.Interrupted);

    private (PlannedState State, bool IsStale) StateOf(TrialSpec trial) => states.IsEmpty ? default : states.Of(TrialSpec.ToNumber(trial.Id), _grid.Catalog.Get(trial.Method).Build);
}
