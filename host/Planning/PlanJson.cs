using KdHost.Sdk.Faults;

namespace KdHost.Host.Planning;

/// <summary>A plan for programs. Keys are only ever added.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="File">The experiment file.</param>
/// <param name="Directory">The run directory.</param>
/// <param name="Trials">How many trials there are.</param>
/// <param name="Configurations">How many configurations.</param>
/// <param name="Unproposed">Of those the ones that a search has still to propose.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Duplicates">Points that make the same trials as earlier ones.</param>
/// <param name="Excluded">Points left out by each rule.</param>
/// <param name="States">Trials by state.</param>
/// <param name="Stale">Ended trials whose plugin was rebuilt since.</param>
/// <param name="Slots">The device of each slot.</param>
/// <param name="Estimate">How long the rest takes; null without history.</param>
/// <param name="MissingFiles">Files of data sets that are not here.</param>
/// <param name="Warnings">What looks like a mistake.</param>
/// <param name="List">The trials in order; null unless asked for.</param>
internal sealed record PlanJson(
    string Name,
    string File,
    string Directory,
    long Trials,
    long Configurations,
    long Unproposed,
    IReadOnlyList<long> Seeds,
    long Duplicates,
    IReadOnlyList<ExcludedPoints> Excluded,
    PlannedCounts States,
    long Stale,
    IReadOnlyList<string> Slots,
    EstimateJson? Estimate,
    IReadOnlyList<MissingFile> MissingFiles,
    IReadOnlyList<Fault> Warnings,
    IEnumerable<PlannedTrial>? List)
{
    /// <summary>The plan for programs.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="list">The trials, when asked for.</param>
    public static PlanJson Of(Plan plan, IEnumerable<PlannedTrial>? list)
    {
        var experiment = plan.Experiment;
        return new PlanJson(
            experiment.Name,
            experiment.File,
            plan.Directory.Path,
            plan.Trials,
            plan.Configurations,
            plan.Unproposed,
            experiment.Seeds,
            plan.Duplicates,
            plan.Excluded,
            new PlannedCounts(
                plan.Count(PlannedState.Finished), plan.Count(PlannedState.Stopped), plan.Count(PlannedState.Failed), plan.Count(PlannedState.Running),
                plan.Count(PlannedState.Paused), plan.Count(PlannedState.Interrupted), plan.Count(PlannedState.ToRun)),
            plan.Stale,
            plan.Slots,
            plan.Estimate is { } estimate ? new EstimateJson(estimate.Time.TotalSeconds, estimate.Slots, estimate.Unknown, [.. estimate.Methods.Select(method => new MethodEstimateJson(method.Method, method.Trials, method.Each.TotalSeconds, method.Like, method.From, method.Differing))]) : null,
            plan.MissingFiles,
            plan.Warnings,
            list);
    }
}

/// <summary>Trials by state.</summary>
/// <param name="Finished">Ran to their end.</param>
/// <param name="Stopped">Ended early by the stopping rule.</param>
/// <param name="Failed">Failed.</param>
/// <param name="Running">Held by a living process.</param>
/// <param name="Paused">Held back by the stopping rule.</param>
/// <param name="Interrupted">Go on from their last checkpoint.</param>
/// <param name="ToRun">Never begun.</param>
internal sealed record PlannedCounts(long Finished, long Stopped, long Failed, long Running, long Paused, long Interrupted, long ToRun);

/// <summary>How long the rest takes.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="Slots">How many trials run at a time.</param>
/// <param name="UnknownTrials">Trials of methods without history.</param>
/// <param name="Methods">What it rests on.</param>
internal sealed record EstimateJson(double Seconds, int Slots, long UnknownTrials, IReadOnlyList<MethodEstimateJson> Methods);

/// <summary>How long the trials of a method take.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Trials">How many are to run.</param>
/// <param name="SecondsEach">Mean time of the like trials.</param>
/// <param name="LikeTrials">How many those are.</param>
/// <param name="From">The run directories that they are in.</param>
/// <param name="Differing">The options in which they differ.</param>
internal sealed record MethodEstimateJson(string Method, long Trials, double SecondsEach, int LikeTrials, IReadOnlyList<string> From, IReadOnlyList<string> Differing);
