using KdHost.Host.Configuration;
using KdHost.Host.Experiments;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Host.Search;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Planning;

/// <summary>What <c>kd run</c> would do for a search, whose trials are not known before their turn comes.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Directory">The run directory.</param>
/// <param name="Proposer">Who proposes the points.</param>
/// <param name="Metric">The metric that the search goes by.</param>
/// <param name="Points">How many points there will be at most.</param>
/// <param name="Batch">How many are proposed at a time.</param>
/// <param name="Seeds">How many seeds each point runs with.</param>
/// <param name="States">The proposed trials by state.</param>
/// <param name="List">The proposed trials in order.</param>
internal sealed record SearchPlan(
    string Name, string Directory, string Proposer, string Metric, int Points, int Batch, int Seeds, IReadOnlyDictionary<PlannedState, int> States, IReadOnlyList<PlannedTrial>? List)
{
    /// <summary>The plan of an experiment; null when it is no search.</summary>
    /// <exception cref="FaultException">The file is not a valid experiment.</exception>
    public static SearchPlan? Of(string file, IReadOnlyList<string> overrides, Settings settings)
    {
        var experiment = ExperimentReader.Read(file, overrides);
        if (experiment.Search is not { } search)
            return null;
        var methods = new MethodCatalog(settings.PluginFolders);
        SearchRounds.Check(experiment, methods);
        var run = RunDirectory.Of(experiment, settings.Runs);
        var states = new RunStates(run, TimeProvider.System.GetUtcNow());
        var trials = new SearchRounds(experiment, methods, run).Recorded().Select(trial =>
        {
            var (state, isStale) = states.Of(TrialSpec.ToNumber(trial.Id), methods.Get(trial.Method).Build);
            return new PlannedTrial(trial.Id, state, isStale, trial.Method, trial.Seed, trial.Label);
        }).ToList();
        return new SearchPlan(
            experiment.Name, run.Path, search.Proposer, search.Metric, search.Points, search.Batch, experiment.Seeds.Count, trials.CountBy(trial => trial.State).ToDictionary(), trials);
    }

    /// <summary>The plan in words.</summary>
    /// <param name="list">Whether to list the proposed trials.</param>
    public string ToText(bool list)
    {
        var proposed = States.Count == 0 ? "none yet" : string.Join(", ", States.OrderBy(state => state.Key).Select(state => $"{state.Value} {(state.Key == PlannedState.ToRun ? "to run" : $"{state.Key}".ToLowerInvariant())}"));
        return $"""
            {Name}
              search    {Proposer} by {Metric}: {Points} points × {Seeds} {(Seeds == 1 ? "seed" : "seeds")}, {Batch} points at a time
              proposed  {proposed}
              results   {Path.GetRelativePath(Environment.CurrentDirectory, Directory)}
            """ + (list ? string.Concat((List ?? []).Select(trial => $"\n{PlanText.Line(trial)}")) : "");
    }
}
