namespace KdHost.MLflow.Artifacts;

/// <summary>Artifacts in a folder.</summary>
internal sealed class FolderArtifacts(string root) : IArtifactPlace
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0 };

    /// <summary>Copies beside the target and renames, so that a reader never sees half a file.</summary>
    public async Task UploadAsync(string path, string localFile, CancellationToken cancellation)
    {
        var target = FullPath(path);
        var partial = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using (var from = OpenRead(localFile))
            await using (var to = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
                await from.CopyToAsync(to, cancellation).ConfigureAwait(false);
            File.Move(partial, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlflowException($"Cannot copy {localFile} to {target}: {e.Message}", e) { Endpoint = target, IsTransient = e is not FileNotFoundException };
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellation)
    {
        var source = FullPath(path);
        try
        {
            await using var from = OpenRead(source);
            await from.CopyToAsync(destination, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new MlflowException($"No such artifact: {path} (looked for {source}).", e)
            {
                ErrorCode = MlflowErrorCode.ResourceDoesNotExist,
                Endpoint = source,
            };
        }
    }

    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        try
        {
            File.Delete(FullPath(path));
            return Task.CompletedTask;
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlflowException($"Cannot delete {FullPath(path)}: {e.Message}", e) { Endpoint = FullPath(path) };
        }
    }

    /// <summary>The content of one folder, sorted by path; nothing when there is no such folder.</summary>
    internal IEnumerable<ArtifactInfo> List(string? folder)
    {
        var directory = new DirectoryInfo(folder is null ? root : FullPath(folder));
        if (!directory.Exists)
            return [];
        var prefix = folder is null ? "" : folder + '/';
        return directory.EnumerateFileSystemInfos("*", Everything)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => new ArtifactInfo(prefix + entry.Name, entry is DirectoryInfo, (entry as FileInfo)?.Length));
    }

    private static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private string FullPath(string path) => Path.Combine([root, .. path.Split('/')]);
}
