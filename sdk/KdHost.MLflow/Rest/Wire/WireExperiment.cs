namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireExperiment
{
    public string ExperimentId { get; set; } = "";

    public string Name { get; set; } = "";

    public string? ArtifactLocation { get; set; }

    public string? LifecycleStage { get; set; }

    public long? CreationTime { get; set; }

    public long? LastUpdateTime { get; set; }

    public Tag[]? Tags { get; set; }

    internal Experiment ToEntity() => new()
    {
        Id = ExperimentId,
        Name = Name,
        ArtifactLocation = ArtifactLocation ?? "",
        Stage = WireNames.Stage(LifecycleStage),
        CreationTime = UnixTime.Read(CreationTime),
        LastUpdateTime = UnixTime.Read(LastUpdateTime),
        Tags = Tags ?? [],
    };
}

internal sealed class WireExperimentAnswer
{
    public WireExperiment? Experiment { get; set; }
}

internal sealed class WireExperimentId
{
    public string? ExperimentId { get; set; }
}

internal sealed class WireExperiments
{
    public WireExperiment[]? Experiments { get; set; }

    public string? NextPageToken { get; set; }
}

internal sealed class WireNewExperiment
{
    public string? Name { get; set; }

    public string? ArtifactLocation { get; set; }

    public IReadOnlyList<Tag>? Tags { get; set; }
}

internal sealed class WireExperimentSearch
{
    public int MaxResults { get; set; }

    public string? Filter { get; set; }

    public string[]? OrderBy { get; set; }

    public string? ViewType { get; set; }

    public string? PageToken { get; set; }
}

internal sealed class WireExperimentRename
{
    public string? ExperimentId { get; set; }

    public string? NewName { get; set; }
}

internal sealed class WireExperimentTag
{
    public string? ExperimentId { get; set; }

    public string? Key { get; set; }

    public string? Value { get; set; }
}
