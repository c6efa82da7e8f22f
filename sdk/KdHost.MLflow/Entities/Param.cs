namespace KdHost.MLflow;

/// <summary>A hyper-parameter of a run; written once, another value under the same key is refused.</summary>
/// <param name="Key">The name, such as <c>kd.temperature</c>.</param>
/// <param name="Value">The value as text; see <see cref="MlflowNumber"/> for numbers.</param>
public readonly record struct Param(string Key, string Value);
