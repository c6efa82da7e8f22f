using KdHost.Sdk.Methods;

namespace KdHost.Testing;

/// <summary>Keeps artifacts in a folder.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderArtifacts(string folder) : IArtifacts
{
    public void Save(string name, Action<string> write)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        write(path);
    }
}

/// <summary>Keeps the newest checkpoint in a folder; one is due after every epoch, so that tests see each of them.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderCheckpoints(string folder) : ICheckpoints
{
    public string? Latest => Directory.Exists(folder) ? folder : null;

    public bool Due => true;

    public void Save(Action<string> write)
    {
        var next = folder + ".next";
        Directory.CreateDirectory(next);
        write(next);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(next, folder);
    }
}

/// <summary>Keeps cached results in a folder, for one process.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderCache(string folder) : ICache
{
    public string GetOrAdd(CacheKey key, Action<CacheBuild> build, CancellationToken cancellation)
    {
        var entry = Path.Combine(folder, key.Kind, key.Digest);
        if (Directory.Exists(entry))
            return entry;
        var next = entry + ".next";
        Directory.CreateDirectory(next);
        build(new CacheBuild(next, new FolderCheckpoints(entry + ".checkpoints")));
        Directory.Move(next, entry);
        return entry;
    }
}
