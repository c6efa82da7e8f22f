using System.Diagnostics;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>A temporary folder that a test works in as a user would, with a clean environment.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("kd-").FullName;

    /// <summary>Variables on top of the clean environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>How long a command may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>What the local tracking store holds.</summary>
    public IReadOnlyList<MlflowRun> Tracked => MlflowDatabase.Read(PathOf("mlflow.db"));

    /// <summary>The only run directory.</summary>
    public RunFolder Run => new(Directory.EnumerateDirectories(PathOf("runs")).Single());

    /// <summary>Whether there is a run directory yet.</summary>
    public bool HasRun => Directory.Exists(PathOf("runs")) && Directory.EnumerateDirectories(PathOf("runs")).Any();

    /// <summary>Whether no trial was ever declared here.</summary>
    public bool NothingRan => !Directory.Exists(PathOf("runs")) || !Directory.EnumerateFiles(PathOf("runs"), "*", SearchOption.AllDirectories).Any();

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file; its folder is made when needed.</summary>
    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>Runs <c>kd</c> to its end.</summary>
    public async Task<KdResult> KdAsync(params string[] arguments)
    {
        await using var running = Start(arguments);
        return await running.EndAsync();
    }

    /// <summary>Starts <c>kd</c>.</summary>
    public RunningKd Start(params string[] arguments) => new(Prepare(Repository.Executable, arguments), Patience);

    /// <summary>A process that would start here, with nothing of the developer's settings.</summary>
    public ProcessStartInfo Prepare(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("KDHOST_", StringComparison.Ordinal) || name.StartsWith("MLFLOW_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, folder) in new[] { ("HOME", "home"), ("XDG_CONFIG_HOME", "home/config"), ("XDG_CACHE_HOME", "home/cache"), ("XDG_DATA_HOME", "home/share") })
            start.Environment[name] = Directory.CreateDirectory(PathOf(folder)).FullName;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
