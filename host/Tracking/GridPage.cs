using KdHost.Host.Experiments;

namespace KdHost.Host.Tracking;

/// <summary>Pages of the MLflow UI, below the server's root.</summary>
internal static class GridPage
{
    /// <summary>
    /// A grid's trials flat, best first, with charts. A plain link to the experiment would open on something else, and sorted by date the trials would
    /// fold under the grid's run, whose own metrics alone would be drawn.
    /// </summary>
    public static string Of(string experimentId, string runId, Objective objective)
    {
        var filter = Uri.EscapeDataString($"tags.`{TrackingNames.Parent}` = '{runId}'");
        var order = Uri.EscapeDataString($"metrics.`{ParentRun.FinalMetric(objective.Metric)}`");
        return $"#/experiments/{experimentId}/runs?searchFilter={filter}&orderByKey={order}&orderByAsc={(objective.Maximize ? "false" : "true")}&compareRunsMode=CHART";
    }
}
