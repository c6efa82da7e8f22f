namespace KdHost.Benchmarks;

/// <summary>A temporary folder that goes away.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kdhost-benchmark-");

    /// <summary>A new folder inside.</summary>
    public string Path(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
