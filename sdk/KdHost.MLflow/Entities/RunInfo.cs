namespace KdHost.MLflow;

/// <summary>What a run is, without what it logged.</summary>
public sealed record RunInfo
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name shown in lists.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who started it, where the store knows; the tag <c>mlflow.user</c> is the usual place.</summary>
    public string UserId { get; init; } = "";

    /// <summary>What it is doing.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Where its artifacts are.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>Whether it is in the bin.</summary>
    public LifecycleStage Stage { get; init; }
}
