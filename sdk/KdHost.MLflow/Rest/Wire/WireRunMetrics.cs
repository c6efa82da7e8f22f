namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireRunMetrics
{
    public WireRunMetric[]? Metrics { get; set; }
}

internal sealed class WireRunMetric
{
    public string RunId { get; set; } = "";

    public string Key { get; set; } = "";

    public double Value { get; set; }

    public long Timestamp { get; set; }

    public long Step { get; set; }

    internal RunMetric ToEntity() => new(RunId, new Metric(Key, Value, Timestamp, Step));
}
