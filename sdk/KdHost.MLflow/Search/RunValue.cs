namespace KdHost.MLflow;

/// <summary>The right side of a <see cref="RunCondition"/>: exactly one of its members is set.</summary>
public sealed record RunValue
{
    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>A number.</summary>
    public double? Number { get; init; }

    /// <summary>Texts of which one must be equal.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }
}
