namespace KdHost.MLflow;

/// <summary>One measured value of a run.</summary>
/// <param name="Key">The name; slashes group charts, as in <c>train/loss</c>.</param>
/// <param name="Value">The value. NaN survives every store; SQL stores clamp infinities to the largest finite numbers.</param>
/// <param name="Timestamp">When it was logged, in milliseconds since 1970; not negative.</param>
/// <param name="Step">The position on the x-axis; may be negative.</param>
public readonly record struct Metric(string Key, double Value, long Timestamp, long Step);
