using System.CommandLine;
using KdHost.Host.Configuration;

namespace KdHost.Host.Cli;

/// <summary>Flags that several commands share; each overrides a setting of the same name.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Show the technical cause of errors.", Recursive = true };

    public static readonly Option<string?> Plugins = new("--plugins") { Description = "More plugin folders, each holding one folder a plugin (setting plugins)." };

    public static readonly Option<string?> Data = new("--data") { Description = "Folder of the data sets (setting data)." };

    public static readonly Option<string?> Runs = new("--runs") { Description = "Folder of the run directories (setting runs, default ./runs)." };

    public static readonly Option<string?> Tracking = new("--tracking") { Description = "MLflow server (http://host:port) or local store (sqlite:///file); default: mlflow.db beside the runs; off ships nothing." };

    public static readonly Option<string?> Register = new("--register") { Description = "Register the best student under this name in the model registry (experiment key register)." };

    public static readonly Option<string?> Devices = new("--devices") { Description = "Devices of the trials in place of resources.device, such as cpu*2,cuda:0,cuda:1: a star says how many trials at a time (setting devices)." };

    private static readonly Option<string?>[] Flags = [Plugins, Data, Runs, Tracking, Devices];

    /// <summary>The settings with this command's flags on top.</summary>
    public static Settings Settings(this ParseResult parsed) =>
        Configuration.Settings.Read(Flags.ToDictionary(flag => flag.Name.TrimStart('-'), flag => parsed.GetResult(flag) is null ? null : parsed.GetValue(flag)));
}
