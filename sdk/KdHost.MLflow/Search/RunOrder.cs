namespace KdHost.MLflow;

/// <summary>One level of sorting; runs that lack the value come last.</summary>
/// <param name="Field">What kind of thing to sort by.</param>
/// <param name="Key">Its name, such as <c>val/acc</c> or <c>start_time</c>.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record RunOrder(RunField Field, string Key, bool Descending = false);
