namespace KdHost.MLflow;

/// <summary>A named model of the registry.</summary>
public sealed record RegisteredModel
{
    /// <summary>The name; without slashes and colons.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>Names that point to versions, such as <c>champion</c>.</summary>
    public IReadOnlyList<ModelAlias> Aliases { get; init; } = [];
}

/// <summary>A name that points to a version of a model.</summary>
/// <param name="Alias">The name.</param>
/// <param name="Version">The version; text, as MLflow has it.</param>
public readonly record struct ModelAlias(string Alias, string Version);
