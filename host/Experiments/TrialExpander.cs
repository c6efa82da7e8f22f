using KdHost.Host.Experiments.Grids;
using KdHost.Host.Plugins;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Expands an experiment into trials.</summary>
internal static class TrialExpander
{
    /// <summary>All trials in order: for each seed, each point. Lazy.</summary>
    public static IEnumerable<TrialSpec> Expand(Experiment experiment, MethodCatalog methods) => new TrialGrid(experiment, methods).Trials();

    /// <summary>Checks every trial without keeping it.</summary>
    /// <exception cref="FaultException">There are faults; all of them, each once.</exception>
    public static GridSurvey Check(Experiment experiment, MethodCatalog methods) => GridSurvey.Of(new TrialGrid(experiment, methods), checkAll: true);
}
