using System.Text.Json;
using KdHost.Host.Plugins;
using TorchSharp;

namespace KdHost.Host.RunDirectories;

/// <summary>What a run was made with: versions, builds of the plugins, commit of the working folder, machine.</summary>
internal sealed record RunLock
{
    public required string Host { get; init; }

    public required string TorchSharp { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    public required string Machine { get; init; }

    public required int Cores { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyDictionary<string, string> Plugins { get; init; }

    /// <summary>Version by package that the program was built with.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>What the methods say about themselves, by name.</summary>
    public IReadOnlyDictionary<string, MethodRecord> Methods { get; init; } = new Dictionary<string, MethodRecord>();

    /// <summary>Branch of the git repository around the working folder.</summary>
    public string? Branch { get; init; }

    /// <summary>Address of that repository's origin, without credentials.</summary>
    public string? Repository { get; init; }

    /// <summary>Commit of the git repository around the working folder; null outside of one.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether that repository has uncommitted changes.</summary>
    public bool? Dirty { get; init; }

    /// <summary>Reads the lock of a run directory; null when there is none.</summary>
    public static RunLock? TryRead(RunDirectory run) => File.Exists(run.Lock) ? RecordFile.Read<RunLock>(run.Lock, RecordFile.Indented) : null;

    /// <summary>Writes what this process would run with.</summary>
    public static RunLock Write(RunDirectory run, IReadOnlyCollection<MethodEntry> methods, string device, int threads)
    {
        var git = GitState.Read(Path.GetDirectoryName(run.Path)!);
        var made = new RunLock
        {
            Host = typeof(RunLock).Assembly.GetName().Version!.ToString(3),
            TorchSharp = typeof(torch).Assembly.GetName().Version!.ToString(3),
            Runtime = Environment.Version.ToString(),
            System = Environment.OSVersion.VersionString,
            Machine = Environment.MachineName,
            Cores = Environment.ProcessorCount,
            Device = device,
            Threads = threads,
            Plugins = methods.ToDictionary(method => method.Attribute.Name, method => $"{method.Version.ToString(3)} {method.Build}"),
            Methods = methods.ToDictionary(method => method.Attribute.Name, MethodRecord.Of),
            Packages = PackageVersions.Read(),
            Branch = git?.Branch,
            Repository = git?.Repository,
            Commit = git?.Commit,
            Dirty = git is null ? null : git.Changes.Count > 0,
        };
        DurableFile.Replace(run.Lock, JsonSerializer.Serialize(made, RecordFile.Indented));
        return made;
    }
}
