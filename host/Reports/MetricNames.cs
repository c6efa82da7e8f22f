namespace KdHost.Host.Reports;

/// <summary>What the first part of a metric's name tells.</summary>
internal static class MetricNames
{
    /// <summary>Whether a metric measures the machine rather than the training, so that no two runs have the same values.</summary>
    public static bool IsOfMachine(string metric) => metric.Split('/')[0] is "time" or "throughput" or "memory" or "system";
}
