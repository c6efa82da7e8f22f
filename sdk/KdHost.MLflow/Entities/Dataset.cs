namespace KdHost.MLflow;

/// <summary>A data set by name and content.</summary>
public sealed record Dataset
{
    /// <summary>The name, such as <c>cifar-10</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A short fingerprint of the content; at most 36 characters.</summary>
    public required string Digest { get; init; }

    /// <summary>The kind of source, such as <c>local</c> or <c>http</c>.</summary>
    public required string SourceType { get; init; }

    /// <summary>The source as JSON text, such as <c>{"uri": "data/mnist"}</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The schema as JSON text.</summary>
    public string? Schema { get; init; }

    /// <summary>Facts about the content as JSON text, such as <c>{"num_rows": 60000}</c>.</summary>
    public string? Profile { get; init; }
}
