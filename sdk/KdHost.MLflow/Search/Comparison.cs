namespace KdHost.MLflow;

/// <summary>How a filter compares.</summary>
public enum Comparison
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary>Present, and not the same.</summary>
    NotEqual,

    /// <summary>Greater; numbers only.</summary>
    Greater,

    /// <summary>Greater or the same; numbers only.</summary>
    GreaterOrEqual,

    /// <summary>Less; numbers only.</summary>
    Less,

    /// <summary>Less or the same; numbers only.</summary>
    LessOrEqual,

    /// <summary>Matches a pattern with <c>%</c> and <c>_</c>; text only.</summary>
    Like,

    /// <summary>Like <see cref="Like"/>, without regard to case.</summary>
    ILike,
}
