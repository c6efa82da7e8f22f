namespace KdHost.MLflow.Sqlite;

/// <summary>A metric as columns: SQL has no NaN and MLflow's has no infinities.</summary>
internal readonly record struct StoredMetric(double Value, long Timestamp, long Step, bool IsNan)
{
    internal static StoredMetric From(Metric metric) => new(
        double.IsNaN(metric.Value) ? 0 : Math.Clamp(metric.Value, -double.MaxValue, double.MaxValue),
        metric.Timestamp,
        metric.Step,
        double.IsNaN(metric.Value));

    internal Metric ToMetric(string key) => new(key, IsNan ? double.NaN : Value, Timestamp, Step);

    internal bool IsAfter(StoredMetric other) =>
        (Step, Timestamp, Value).CompareTo((other.Step, other.Timestamp, other.Value)) > 0;
}
