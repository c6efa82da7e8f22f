namespace KdHost.MLflow;

/// <summary>A metric value together with its run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Metric">The value.</param>
public readonly record struct RunMetric(string RunId, Metric Metric);
