using System.Diagnostics;
using System.Text.Json;
using KdHost.Host.Plugins;
using TorchSharp;

namespace KdHost.Host.RunDirectories;

/// <summary>What a run was made with: versions, builds of the plugins, commit of the working folder, machine.</summary>
internal sealed record RunLock
{
    private static readonly JsonSerializerOptions Settings = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required string Host { get; init; }

    public required string TorchSharp { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    public required string Machine { get; init; }

    public required int Cores { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyDictionary<string, string> Plugins { get; init; }

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
    public static RunLock? TryRead(RunDirectory run) => File.Exists(run.Lock) ? RecordFile.Read<RunLock>(run.Lock, Settings) : null;

    /// <summary>Writes what this process would run with.</summary>
    public static RunLock Write(RunDirectory run, IReadOnlyCollection<MethodEntry> methods, string device, int threads)
    {
        var commit = Git("rev-parse", "HEAD");
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
            Branch = commit is null ? null : Git("rev-parse", "--abbrev-ref", "HEAD"),
            Repository = commit is null ? null : WithoutCredentials(Git("config", "--get", "remote.origin.url")),
            Commit = commit,
            Dirty = commit is null ? null : Git("status", "--porcelain") is { Length: > 0 },
        };
        DurableFile.Replace(run.Lock, JsonSerializer.Serialize(made, Settings));
        return made;
    }

    private static string? WithoutCredentials(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString() : address;

    private static string? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // git is not installed
        }
    }
}
