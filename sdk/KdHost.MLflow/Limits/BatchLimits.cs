namespace KdHost.MLflow;

/// <summary>How much may go into one piece of a batch.</summary>
public sealed record BatchLimits
{
    /// <summary>What MLflow servers take.</summary>
    public static BatchLimits Server { get; } = new();

    /// <summary>What the local store writes at once: at most about 50 milliseconds of work, so that other writers get their turn.</summary>
    public static BatchLimits Local { get; } = new() { Metrics = 4000, Params = 4000, Tags = 4000, Entities = 4000, Bytes = int.MaxValue };

    /// <summary>Most metrics.</summary>
    public int Metrics { get; init; } = MlflowLimits.MetricsPerBatch;

    /// <summary>Most params.</summary>
    public int Params { get; init; } = MlflowLimits.ParamsPerBatch;

    /// <summary>Most tags.</summary>
    public int Tags { get; init; } = MlflowLimits.TagsPerBatch;

    /// <summary>Most things together.</summary>
    public int Entities { get; init; } = MlflowLimits.EntitiesPerBatch;

    /// <summary>Most bytes as JSON.</summary>
    public int Bytes { get; init; } = MlflowLimits.BodyBytes;
}
