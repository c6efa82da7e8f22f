namespace KdHost.MLflow;

/// <summary>What to log to a run in one go: stored in the order params, metrics, tags. Any size; the client splits it.</summary>
public sealed record RunBatch
{
    /// <summary>Hyper-parameters.</summary>
    public IReadOnlyList<Param> Params { get; init; } = [];

    /// <summary>Metric values.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Tags; visible only when all params and metrics of the batch are.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>How many things the batch holds.</summary>
    public int Count => Params.Count + Metrics.Count + Tags.Count;
}
