namespace KdHost.MLflow;

/// <summary>A note on a run, an experiment or a model; the last write wins.</summary>
/// <param name="Key">The name; keys that start with <c>mlflow.</c> mean something to the MLflow UI.</param>
/// <param name="Value">The text.</param>
public readonly record struct Tag(string Key, string Value);
