namespace KdHost.MLflow.Artifacts;

/// <summary>Where the artifacts of one run are.</summary>
internal interface IArtifactPlace
{
    Task UploadAsync(string path, string localFile, CancellationToken cancellation);

    Task DownloadAsync(string path, Stream destination, CancellationToken cancellation);

    Task DeleteAsync(string path, CancellationToken cancellation);
}
