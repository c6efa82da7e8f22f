namespace KdHost.MLflow;

/// <summary>One comparison of a <see cref="RunFilter"/>.</summary>
/// <param name="Field">What kind of thing is compared.</param>
/// <param name="Key">Its name.</param>
/// <param name="Comparison">How.</param>
/// <param name="Value">With what: a text, a number, or a list of texts for "one of".</param>
public sealed record RunCondition(RunField Field, string Key, Comparison Comparison, RunValue Value);
