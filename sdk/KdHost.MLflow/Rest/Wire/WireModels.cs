using System.Text.Json;

namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireRegisteredModel
{
    public string Name { get; set; } = "";

    public string? Description { get; set; }

    public long? CreationTimestamp { get; set; }

    public Tag[]? Tags { get; set; }

    public ModelAlias[]? Aliases { get; set; }

    internal RegisteredModel ToEntity() => new()
    {
        Name = Name,
        Description = Description ?? "",
        CreationTime = UnixTime.Read(CreationTimestamp),
        Tags = Tags ?? [],
        Aliases = Aliases ?? [],
    };
}

internal sealed class WireModelVersion
{
    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public string? Source { get; set; }

    public string? RunId { get; set; }

    public string? Status { get; set; }

    public string? Description { get; set; }

    public Tag[]? Tags { get; set; }

    public string[]? Aliases { get; set; }

    internal ModelVersion ToEntity() => new()
    {
        Name = Name,
        Version = Version,
        Source = Source ?? "",
        RunId = RunId ?? "",
        Status = Status ?? "",
        Description = Description ?? "",
        Tags = Tags ?? [],
        Aliases = Aliases ?? [],
    };
}

internal sealed class WireLoggedModel
{
    public WireLoggedModelInfo? Info { get; set; }

    internal LoggedModel ToEntity() => new()
    {
        Id = Info?.ModelId ?? "",
        ExperimentId = Info?.ExperimentId ?? "",
        Name = Info?.Name ?? "",
        ArtifactUri = Info?.ArtifactUri ?? "",
        SourceRunId = Info?.SourceRunId ?? "",
        Status = Info?.Status.ToString() ?? "",
        Tags = Info?.Tags ?? [],
    };
}

internal sealed class WireLoggedModelInfo
{
    public string? ModelId { get; set; }

    public string? ExperimentId { get; set; }

    public string? Name { get; set; }

    public string? ArtifactUri { get; set; }

    public string? SourceRunId { get; set; }

    // A word by the interface's definition, a number in some versions.
    public JsonElement Status { get; set; }

    public Tag[]? Tags { get; set; }
}
