namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireLoggedModelSearch
{
    public IReadOnlyList<string>? ExperimentIds { get; set; }

    public string? Filter { get; set; }

    public int MaxResults { get; set; }

    public string? PageToken { get; set; }
}

internal sealed class WireLoggedModels
{
    public WireLoggedModel[]? Models { get; set; }

    public string? NextPageToken { get; set; }
}

internal sealed class WireLoggedModelTags
{
    public string? ModelId { get; set; }

    public IReadOnlyList<Tag>? Tags { get; set; }
}

/// <summary>Which logged models a run has made, or was given.</summary>
internal sealed class WireRunOutputs
{
    public string? RunId { get; set; }

    public WireModelOutput[]? Models { get; set; }
}

internal sealed class WireModelOutput
{
    public string? ModelId { get; set; }

    public long Step { get; set; }
}
