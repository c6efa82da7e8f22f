namespace KdHost.MLflow;

/// <summary>A named group of runs.</summary>
public sealed record Experiment
{
    /// <summary>Digits; up to 18 of them, so never a floating-point number.</summary>
    public required string Id { get; init; }

    /// <summary>Unique in the store, deleted experiments included.</summary>
    public required string Name { get; init; }

    /// <summary>Where new runs put their artifacts.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary>Whether it is in the bin.</summary>
    public LifecycleStage Stage { get; init; }

    /// <summary>When it was made, if the store says so.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed, if the store says so.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags, in no particular order.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}
