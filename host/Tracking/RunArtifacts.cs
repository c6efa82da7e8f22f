using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>Copies files to runs. Where the store can't be reached by this machine, files stay in the run directory and the values go on.</summary>
/// <param name="store">The store.</param>
internal sealed class RunArtifacts(ITrackingStore store)
{
    private const int FilesAtATime = 4;

    /// <summary>Why files stay here; null when they don't.</summary>
    public string? Problem { get; private set; }

    /// <summary>Copies a file; one that is gone from the disk is passed over.</summary>
    public async Task UploadAsync(string runId, string name, string path, CancellationToken cancellation)
    {
        if (Problem is not null || !File.Exists(path))
            return;
        try
        {
            await store.UploadArtifactAsync(runId, name, path, cancellation);
        }
        catch (MlflowException error) when (error.ErrorCode == MlflowErrorCode.NotImplemented)
        {
            Problem = error.Message;
        }
    }

    /// <summary>Copies files, some at a time.</summary>
    public Task UploadAsync(string runId, IEnumerable<(string Name, string Path)> files, CancellationToken cancellation) => Parallel.ForEachAsync(
        files, new ParallelOptions { MaxDegreeOfParallelism = FilesAtATime, CancellationToken = cancellation }, (file, token) => new ValueTask(UploadAsync(runId, file.Name, file.Path, token)));

    /// <summary>Copies a text.</summary>
    public async Task UploadTextAsync(string runId, string name, string text, CancellationToken cancellation)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text, cancellation);
            await UploadAsync(runId, name, path, cancellation);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
