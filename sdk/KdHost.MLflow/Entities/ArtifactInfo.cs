namespace KdHost.MLflow;

/// <summary>A file or folder among a run's artifacts.</summary>
/// <param name="Path">Relative to the run's artifact root, joined by slashes.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">Bytes of a file; null for folders.</param>
public sealed record ArtifactInfo(string Path, bool IsFolder, long? Size);
