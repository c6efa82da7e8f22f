namespace KdHost.MLflow;

/// <summary>Files of a run to register as a version of a model.</summary>
public sealed record NewModelVersion
{
    /// <summary>The model; without slashes and colons.</summary>
    public required string Name { get; init; }

    /// <summary>The address of the files: a run's artifact address, a slash and a folder.</summary>
    public required string Source { get; init; }

    /// <summary>The run that made them.</summary>
    public required string RunId { get; init; }

    /// <summary>What it is, as Markdown; at most 5000 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>A name that shall point to this version from now on, such as <c>champion</c>; ignored by stores that have none (before MLflow 2.3).</summary>
    public string? Alias { get; init; }
}
