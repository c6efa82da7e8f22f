namespace KdHost.MLflow;

/// <summary>The kinds of things that runs can be searched and sorted by.</summary>
public enum RunField
{
    /// <summary>The run itself: <c>run_id</c>, <c>run_name</c>, <c>status</c>, <c>start_time</c>, <c>end_time</c>, <c>user_id</c>, <c>artifact_uri</c>.</summary>
    Attribute,

    /// <summary>The latest value of a metric.</summary>
    Metric,

    /// <summary>A hyper-parameter.</summary>
    Param,

    /// <summary>A tag.</summary>
    Tag,
}
