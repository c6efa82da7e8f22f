namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireRun
{
    public WireRunInfo? Info { get; set; }

    public WireRunData? Data { get; set; }

    public WireInputs? Inputs { get; set; }

    internal Run ToEntity() => new()
    {
        Info = (Info ?? new WireRunInfo()).ToEntity(),
        Metrics = Data?.Metrics ?? [],
        Params = Data?.Params ?? [],
        Tags = Data?.Tags ?? [],
        Inputs = [.. (Inputs?.DatasetInputs ?? []).Select(input => input.ToEntity())],
    };
}

internal sealed class WireRunInfo
{
    public string RunId { get; set; } = "";

    public string ExperimentId { get; set; } = "";

    public string? RunName { get; set; }

    public string? UserId { get; set; }

    public string? Status { get; set; }

    public long StartTime { get; set; }

    public long? EndTime { get; set; }

    public string? ArtifactUri { get; set; }

    public string? LifecycleStage { get; set; }

    internal RunInfo ToEntity() => new()
    {
        RunId = RunId,
        ExperimentId = ExperimentId,
        Name = RunName ?? "",
        UserId = UserId ?? "",
        Status = WireNames.Status(Status),
        StartTime = DateTimeOffset.FromUnixTimeMilliseconds(StartTime),
        EndTime = UnixTime.Read(EndTime),
        ArtifactUri = ArtifactUri ?? "",
        Stage = WireNames.Stage(LifecycleStage),
    };
}

internal sealed class WireRunData
{
    public Metric[]? Metrics { get; set; }

    public Param[]? Params { get; set; }

    public Tag[]? Tags { get; set; }
}

internal sealed class WireRunAnswer
{
    public WireRun? Run { get; set; }
}

internal sealed class WireRunInfoAnswer
{
    public WireRunInfo? RunInfo { get; set; }
}

internal sealed class WireRuns
{
    public WireRun[]? Runs { get; set; }

    public string? NextPageToken { get; set; }
}
