namespace KdHost.MLflow;

/// <summary>A run to create.</summary>
public sealed record NewRun
{
    /// <summary>The experiment that the run belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name shown in lists. It is also the tag <c>mlflow.runName</c>, which <see cref="Tags"/> should leave out.</summary>
    public required string Name { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Tags from the start: the place for what identifies the run, see <see cref="RunAdoption"/>.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>
    /// The id that the run should have: at most 32 letters, digits, <c>_</c> and <c>-</c>. The local store honours it and
    /// hands back the run that has it already; servers make their own ids and ignore it.
    /// </summary>
    public string? WantedRunId { get; init; }
}
