namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireNewRun
{
    public string? ExperimentId { get; set; }

    public string? RunName { get; set; }

    // Always sent: servers take an absent one for 1970.
    public long StartTime { get; set; }

    public IReadOnlyList<Tag>? Tags { get; set; }
}

internal sealed class WireRunId
{
    public string? RunId { get; set; }
}

internal sealed class WireRunUpdate
{
    public string? RunId { get; set; }

    public string? Status { get; set; }

    public long? EndTime { get; set; }

    public string? RunName { get; set; }
}

internal sealed class WireRunTag
{
    public string? RunId { get; set; }

    public string? Key { get; set; }

    public string? Value { get; set; }
}

internal sealed class WireRunSearch
{
    public IReadOnlyList<string>? ExperimentIds { get; set; }

    public string? Filter { get; set; }

    public string? RunViewType { get; set; }

    public int? MaxResults { get; set; }

    public string[]? OrderBy { get; set; }

    public string? PageToken { get; set; }
}

internal sealed class WireBatch
{
    public string? RunId { get; set; }

    public IReadOnlyList<Param>? Params { get; set; }

    public IReadOnlyList<Metric>? Metrics { get; set; }

    public IReadOnlyList<Tag>? Tags { get; set; }
}

internal sealed class WireMetrics
{
    public Metric[]? Metrics { get; set; }

    public string? NextPageToken { get; set; }
}

/// <summary>The body of an answer that says nothing.</summary>
internal sealed class WireNothing;
