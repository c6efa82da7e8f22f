namespace KdHost.MLflow;

/// <summary>One version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>Digits; text, as MLflow has it.</summary>
    public required string Version { get; init; }

    /// <summary>Where the files are.</summary>
    public string Source { get; init; } = "";

    /// <summary>The run that made it; empty when unknown.</summary>
    public string RunId { get; init; } = "";

    /// <summary><c>READY</c> when it can be used.</summary>
    public string Status { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>Aliases that point to it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
