namespace KdHost.MLflow.Rest.Wire;

/// <summary>One metric value on its own.</summary>
internal sealed class WireRunMetricLog
{
    public string? RunId { get; set; }

    public string? Key { get; set; }

    public double Value { get; set; }

    public long Timestamp { get; set; }

    public long Step { get; set; }
}

/// <summary>Where a file can be fetched without credentials for a while.</summary>
internal sealed class WirePresigned
{
    public string? Url { get; set; }

    public Dictionary<string, string>? Headers { get; set; }
}

/// <summary>What MLflow 3 says about itself.</summary>
internal sealed class WireServerInfo
{
    public string? StoreType { get; set; }

    public bool WorkspacesEnabled { get; set; }
}

internal sealed class WireDownloadAddress
{
    public string? ArtifactUri { get; set; }
}
