using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Planning;

/// <summary>What <c>kd run</c> would do.</summary>
internal sealed record Plan
{
    /// <summary>The declaration.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>How many configurations there are, each with every seed.</summary>
    public required long Configurations { get; init; }

    /// <summary>Of those the ones that a search has still to propose.</summary>
    public long Unproposed { get; init; }

    /// <summary>What leaves points out, and how many.</summary>
    public IReadOnlyList<ExcludedPoints> Excluded { get; init; } = [];

    /// <summary>Points that make the same trials as earlier ones.</summary>
    public long Duplicates { get; init; }

    /// <summary>Where the results are, or will be.</summary>
    public required RunDirectory Directory { get; init; }

    /// <summary>The trials by state.</summary>
    public required IReadOnlyDictionary<PlannedState, long> States { get; init; }

    /// <summary>Of the ended ones, those whose plugin was rebuilt since.</summary>
    public required long Stale { get; init; }

    /// <summary>The device of each slot; empty when what is asked for is not here.</summary>
    public required IReadOnlyList<string> Slots { get; init; }

    /// <summary>How long the rest takes; null when no like trial has ended yet, or nothing is left.</summary>
    public required Estimate? Estimate { get; init; }

    /// <summary>The files of data sets that are not here.</summary>
    public required IReadOnlyList<MissingFile> MissingFiles { get; init; }

    /// <summary>What looks like a mistake.</summary>
    public required IReadOnlyList<Fault> Warnings { get; init; }

    /// <summary>How many trials there are.</summary>
    public long Trials => Configurations * Experiment.Seeds.Count;

    /// <summary>Trials that a run would start or go on with.</summary>
    public long ToRun => Count(PlannedState.ToRun) + Count(PlannedState.Interrupted);

    /// <summary>How many trials are in a state.</summary>
    public long Count(PlannedState state) => States.GetValueOrDefault(state);
}

/// <summary>Points that a rule leaves out.</summary>
/// <param name="Rule">Key of the rule.</param>
/// <param name="Values">Its values in words.</param>
/// <param name="Points">How many points.</param>
internal sealed record ExcludedPoints(string Rule, string Values, long Points);

/// <summary>A file of a data set that is not here.</summary>
/// <param name="DataSet">Name of the data set.</param>
/// <param name="Path">Where it should stand.</param>
/// <param name="Address">Where <c>kd run</c> would get it.</param>
internal sealed record MissingFile(string DataSet, string Path, Uri Address);

/// <summary>A trial as the plan lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">How it stands.</param>
/// <param name="Stale">Whether it ended under another build of its plugin.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Configuration">The values of its point in words.</param>
internal sealed record PlannedTrial(string Id, PlannedState State, bool Stale, string Method, long Seed, string Configuration);
