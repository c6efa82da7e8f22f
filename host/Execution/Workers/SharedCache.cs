using KdHost.Host.RunDirectories;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>
/// Results addressed by content in a folder that all workers share. The operating system's file lock elects the builder and forgets it
/// when it dies; its successor goes on from its checkpoints.
/// </summary>
/// <param name="folder">The cache folder of a run directory.</param>
/// <param name="progress">Is told when the trial waits for another one that builds what it needs.</param>
internal sealed class SharedCache(string folder, IProgress<TrialProgress> progress) : ICache
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public string GetOrAdd(CacheKey key, Action<CacheBuild> build, CancellationToken cancellation)
    {
        var entry = Path.Combine(folder, key.Kind, key.Digest);
        while (!Directory.Exists(entry))
        {
            cancellation.ThrowIfCancellationRequested();
            Directory.CreateDirectory(Path.GetDirectoryName(entry)!);
            if (TryLock($"{entry}.lock") is not { } held)
            {
                progress.Report(new TrialProgress($"waits for the {key.Kind} of another trial", 0, 0, 0));
                cancellation.WaitHandle.WaitOne(PollInterval);
                continue;
            }

            using (held)
            {
                if (!Directory.Exists(entry))
                    Build(entry, key, build);
            }
        }

        return entry;
    }

    private static void Build(string entry, CacheKey key, Action<CacheBuild> build)
    {
        var work = $"{entry}.build";
        var content = Path.Combine(work, "content");
        if (Directory.Exists(content))
            Directory.Delete(content, recursive: true); // half written by a builder that died
        Directory.CreateDirectory(content);
        build(new CacheBuild(content, new BuildCheckpoints(Path.Combine(work, "checkpoints"))));
        DurableFile.Replace(Path.Combine(content, "key.json"), key.Description);
        Directory.Move(content, entry);
        Directory.Delete(work, recursive: true);
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed class BuildCheckpoints(string folder) : ICheckpoints
    {
        private readonly CheckpointFolder _folder = new(folder);

        public string? Latest => CheckpointFolder.Newest(folder);

        public bool Due => _folder.Due;

        public void Save(Action<string> write) => _folder.Save(write);
    }
}
