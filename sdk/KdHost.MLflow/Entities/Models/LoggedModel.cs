namespace KdHost.MLflow;

/// <summary>A model that a run logged, shown in the Models tab of MLflow 3.</summary>
public sealed record LoggedModel
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where its files belong.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>The run that made it; empty when unknown.</summary>
    public string SourceRunId { get; init; } = "";

    /// <summary><c>LOGGED_MODEL_PENDING</c> until it is finished, or a number that stands for it.</summary>
    public string Status { get; init; } = "";

    /// <summary>Its tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>A logged model to create.</summary>
public sealed record NewLoggedModel
{
    /// <summary>The experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The run that makes it.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>The kind, such as <c>student</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>What it was made with.</summary>
    public IReadOnlyList<Param> Params { get; init; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}
