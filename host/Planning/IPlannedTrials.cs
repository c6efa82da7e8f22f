using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Planning;

/// <summary>The trials that an experiment declares, and how they stand.</summary>
internal interface IPlannedTrials
{
    /// <summary>Checks and counts them.</summary>
    /// <exception cref="FaultException">A trial is not valid; all faults are in it.</exception>
    CountedTrials Count();

    /// <summary>Lists those that are known, in the order in which they run. Lazy.</summary>
    IEnumerable<PlannedTrial> List();
}

/// <summary>The trials of an experiment, counted.</summary>
internal sealed record CountedTrials
{
    /// <summary>How many configurations there are.</summary>
    public required long Configurations { get; init; }

    /// <summary>Of those the ones that a search has still to propose.</summary>
    public long Unproposed { get; init; }

    /// <summary>What leaves points out, and how many.</summary>
    public IReadOnlyList<ExcludedPoints> Excluded { get; init; } = [];

    /// <summary>Points that make the same trials as earlier ones.</summary>
    public long Duplicates { get; init; }

    /// <summary>The trials by state.</summary>
    public required IReadOnlyDictionary<PlannedState, long> States { get; init; }

    /// <summary>Of the ended ones, those whose plugin was rebuilt since.</summary>
    public required long Stale { get; init; }

    /// <summary>What is to run, by method.</summary>
    public required IReadOnlyList<OpenTrials> Open { get; init; }

    /// <summary>The data sets that trials name.</summary>
    public required IReadOnlyList<string> DataSets { get; init; }

    /// <summary>What looks like a mistake.</summary>
    public IReadOnlyList<Fault> Warnings { get; init; } = [];
}

/// <summary>Trials of one method that are to run.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Trials">How many.</param>
/// <param name="Next">The options of the next one.</param>
internal sealed record OpenTrials(string Method, long Trials, IReadOnlyDictionary<string, JsonNode?> Next);
