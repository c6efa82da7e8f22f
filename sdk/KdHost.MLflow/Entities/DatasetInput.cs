namespace KdHost.MLflow;

/// <summary>The use of a data set by a run.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Context">What it was used for: <c>training</c>, <c>validation</c>, <c>test</c>; null leaves it open.</param>
public sealed record DatasetInput(Dataset Dataset, string? Context = null);
