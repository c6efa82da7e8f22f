using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Host.Search;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Search;

namespace KdHost.Host.Planning;

/// <summary>The trials of an adaptive search: those proposed so far are known, the others are only counted.</summary>
/// <param name="experiment">The declaration, with a search.</param>
/// <param name="methods">The methods and proposers that are installed.</param>
/// <param name="states">How trials stand.</param>
/// <param name="run">The run directory; need not exist.</param>
internal sealed class SearchTrials(Experiment experiment, MethodCatalog methods, RunStates states, RunDirectory run) : IPlannedTrials
{
    /// <inheritdoc/>
    public CountedTrials Count()
    {
        SearchRounds.Check(experiment, methods);
        var (listed, method) = (List().ToList(), methods.Get(experiment.Method!));
        var all = (long)experiment.Search!.Points * experiment.Seeds.Count;
        var byState = Enum.GetValues<PlannedState>().ToDictionary(state => state, state => (long)listed.Count(trial => trial.State == state));
        byState[PlannedState.ToRun] += all - listed.Count;
        var open = byState[PlannedState.ToRun] + byState[PlannedState.Interrupted];
        return new CountedTrials
        {
            Configurations = experiment.Search.Points,
            Unproposed = (all - listed.Count) / experiment.Seeds.Count,
            States = byState,
            Stale = listed.Count(trial => trial.Stale),
            Open = open > 0 ? [new OpenTrials(experiment.Method!, open, OptionBinder.Bind(method.Schema, experiment.Parameters).Values)] : [],
            DataSets = [.. method.Schema.Options.Where(option => option.Names is DataSetNameAttribute).SelectMany(Values).Distinct()],
        };
    }

    /// <inheritdoc/>
    public IEnumerable<PlannedTrial> List()
    {
        var declared = RunRecord.TryRead(run)?.Trials.ToHashSet() ?? [];
        return new TrialIndex(run).Read().DistinctBy(entry => entry.Id).Where(entry => declared.Contains(entry.Id)).Select(entry =>
        {
            var (state, isStale) = states.Of(TrialSpec.ToNumber(entry.Id), methods.Find(entry.Method)?.Build ?? default);
            return new PlannedTrial(entry.Id, state, isStale, entry.Method, entry.Seed, entry.Label);
        });
    }

    private IEnumerable<string> Values(OptionInfo option)
    {
        var searched = experiment.Search!.Space.Dimensions.Where(dimension => dimension.Key == option.Path).Select(dimension => dimension.Value).OfType<Choice>().SelectMany(choice => choice.Values).ToList();
        return (searched.Count > 0 ? searched : [experiment.Parameters.TryGetValue(option.Path, out var shared) ? shared : option.Default]).Select(value => value?.ToString()).OfType<string>();
    }
}
