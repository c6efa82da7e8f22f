using System.Globalization;
using KdHost.Host.Hooks;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using Microsoft.Extensions.Configuration;

namespace KdHost.Host.Configuration;

/// <summary>
/// Settings of the host: <c>kdhost.json</c> in the user's configuration folder, then in the working folder, then environment variables
/// <c>KDHOST_…</c>, then flags. Later ones win.
/// </summary>
/// <param name="Data">Where data sets stand.</param>
/// <param name="DataMirror">Where data sets are downloaded from instead of their official addresses.</param>
/// <param name="Runs">Folder of all run directories.</param>
/// <param name="Tracking">The tracking store; null means the local store beside the runs.</param>
/// <param name="Plugins">Plugin folders that the user named.</param>
/// <param name="Devices">The devices of trials in place of what experiments declare, such as <c>cpu*2,cuda:0</c>; null for what they declare.</param>
internal sealed record Settings(DataRoot Data, Uri? DataMirror, string Runs, string? Tracking, IReadOnlyList<string> Plugins, string? Devices = null)
{
    private const string FileName = "kdhost.json";
    private const string Prefix = "KDHOST_";
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(10); // MLflow's own
    private static readonly string[] Keys = ["data", "dataMirror", "runs", "tracking", "plugins", "devices", "systemMetrics", EndCommand.OnFinish, EndCommand.OnFailure];

    /// <summary>Time between two samples of the machine's load in a trial's journal: setting <c>systemMetrics</c>, in seconds; zero records none.</summary>
    public static TimeSpan SystemMetricsInterval => ReadInterval(Configure(new Dictionary<string, string?>()));

    /// <summary>The settings files, those that are not there among them; later ones win.</summary>
    public static IReadOnlyList<string> Files =>
    [
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "kdhost", FileName), Path.GetFullPath(FileName),
    ];

    /// <summary>The plugin folder beside the program.</summary>
    public static string BuiltInPlugins => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>All plugin folders, the built-in one first.</summary>
    public IEnumerable<string> PluginFolders => [BuiltInPlugins, .. Plugins];

    /// <summary>Reads the settings.</summary>
    /// <param name="flags">Values from the command line by key; null ones are not given.</param>
    /// <exception cref="FaultException">A settings file or value is wrong.</exception>
    public static Settings Read(IReadOnlyDictionary<string, string?> flags)
    {
        var configuration = Configure(flags);
        ReadInterval(configuration);
        var plugins = configuration["plugins"]?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).ToList() ?? [];
        if (plugins.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            throw new FaultException(new Fault("there is no such plugin folder") { Key = "plugins", Found = missing, Expected = "a folder that holds one folder a plugin", Fix = "check --plugins or KDHOST_PLUGINS" });
        return new Settings(
            configuration["data"] is { Length: > 0 } data ? new DataRoot(Path.GetFullPath(data)) : DataRoot.Default,
            configuration["dataMirror"] is { Length: > 0 } mirror ? ReadAddress("dataMirror", mirror) : null,
            Path.GetFullPath(configuration["runs"] ?? "runs"),
            configuration["tracking"] ?? Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI"),
            plugins,
            configuration["devices"]);
    }

    private static IConfigurationRoot Configure(IReadOnlyDictionary<string, string?> flags)
    {
        foreach (var file in Files.Where(File.Exists))
            CheckFile(file);

        var builder = new ConfigurationBuilder();
        foreach (var file in Files)
            builder.AddJsonFile(file, optional: true, reloadOnChange: false);
        return builder
            .AddEnvironmentVariables(Prefix)
            .AddInMemoryCollection(flags.Where(pair => pair.Value is not null))
            .Build();
    }

    private static void CheckFile(string path)
    {
        var file = Experiments.JsonFile.Read(path);
        var unknown = file.Root.Select(pair => pair.Key).Where(key => !Keys.Contains(key)).ToList();
        if (unknown.Count > 0)
        {
            throw new FaultException([.. unknown.Select(key => file.At(key, "there is no such setting") with
            {
                Found = key, Expected = $"one of: {string.Join(", ", Keys)}", Fix = Nearest.Fix(key, Keys),
            })]);
        }

        foreach (var key in new[] { EndCommand.OnFinish, EndCommand.OnFailure })
            EndCommand.Parse(file.Root[key], problem => file.At(key, problem));
    }

    private static TimeSpan ReadInterval(IConfiguration configuration) => configuration["systemMetrics"] switch
    {
        null => DefaultInterval,
        var text when double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 86_400 => TimeSpan.FromSeconds(seconds),
        var text => throw new FaultException(new Fault("this is not a number of seconds") { Key = "systemMetrics", Found = text, Expected = "seconds between two samples, or 0 for none", Fix = "write 10" }),
    };

    private static Uri ReadAddress(string key, string value) => Uri.TryCreate(value, UriKind.Absolute, out var address) ? address
        : throw new FaultException(new Fault("this is not an address") { Key = key, Found = value, Expected = "an address such as https://mirror.example/data", Fix = "write a whole address" });
}
