namespace KdHost.Host.Reports;

/// <summary>Metrics that measure the machine rather than the training: no two runs have the same values.</summary>
internal static class MachineMetrics
{
    /// <summary>Whether a metric is one of them, by the first part of its name.</summary>
    public static bool Contains(string metric) => metric.Split('/')[0] is "time" or "throughput" or "memory" or "system";
}
