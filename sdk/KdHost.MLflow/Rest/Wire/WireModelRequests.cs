namespace KdHost.MLflow.Rest.Wire;

/// <summary>The body of every registry request: each sets the members that it needs.</summary>
internal sealed class WireRegistryRequest
{
    public string? Name { get; set; }

    public string? NewName { get; set; }

    public string? Version { get; set; }

    public string? Source { get; set; }

    public string? RunId { get; set; }

    public string? Description { get; set; }

    public string? Alias { get; set; }

    public string? Key { get; set; }

    public string? Value { get; set; }

    public IReadOnlyList<Tag>? Tags { get; set; }
}

internal sealed class WireRegisteredModelAnswer
{
    public WireRegisteredModel? RegisteredModel { get; set; }
}

internal sealed class WireRegisteredModels
{
    public WireRegisteredModel[]? RegisteredModels { get; set; }

    public string? NextPageToken { get; set; }
}

internal sealed class WireModelVersionAnswer
{
    public WireModelVersion? ModelVersion { get; set; }
}

internal sealed class WireModelVersions
{
    public WireModelVersion[]? ModelVersions { get; set; }

    public string? NextPageToken { get; set; }
}

internal sealed class WireNewLoggedModel
{
    public string? ExperimentId { get; set; }

    public string? Name { get; set; }

    public string? ModelType { get; set; }

    public string? SourceRunId { get; set; }

    public IReadOnlyList<Param>? Params { get; set; }

    public IReadOnlyList<Tag>? Tags { get; set; }
}

internal sealed class WireLoggedModelEnd
{
    public string? ModelId { get; set; }

    public string? Status { get; set; }
}

internal sealed class WireLoggedModelAnswer
{
    public WireLoggedModel? Model { get; set; }
}
