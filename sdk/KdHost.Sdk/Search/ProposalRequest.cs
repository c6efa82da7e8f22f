using System.Text.Json.Nodes;

namespace KdHost.Sdk.Search;

/// <summary>All that an adaptive search may look at.</summary>
public sealed record ProposalRequest
{
    /// <summary>What may be proposed.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>The points of all earlier batches, in the order in which they were proposed.</summary>
    public required IReadOnlyList<SearchPoint> History { get; init; }

    /// <summary>The seed of the search; it has nothing to do with the seeds of trials.</summary>
    public required long Seed { get; init; }

    /// <summary>How many points are wanted.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Whether a larger value is better.</summary>
    public required bool Maximize { get; init; }
}

/// <summary>A point that was proposed and run.</summary>
/// <param name="Values">The value of each dimension by its path.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The mean of the metric over the seeds; null where there is none.</param>
public sealed record SearchPoint(IReadOnlyDictionary<string, JsonNode?> Values, SearchOutcome Outcome, double? Value);

/// <summary>How a point of a search ended.</summary>
public enum SearchOutcome
{
    /// <summary>It ran to its end with every seed.</summary>
    Finished,

    /// <summary>A stopping rule ended or paused it with some seed; its value is from there.</summary>
    Stopped,

    /// <summary>It failed with some seed.</summary>
    Failed,
}
