using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace KdHost.Testing;

/// <summary>Makes trials for unit tests: on the CPU, with metrics kept in memory and files in a folder of the test's own.</summary>
public static class MemoryTrial
{
    /// <summary>Makes a trial.</summary>
    /// <typeparam name="TOptions">The options record of the method.</typeparam>
    /// <param name="options">The hyper-parameters.</param>
    /// <param name="folder">An empty folder for artifacts, checkpoints and the cache.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="data">Where data sets stand; the default needs none beyond those that the SDK brings.</param>
    /// <param name="cancellation">Asks the trial to stop.</param>
    public static Trial<TOptions> Of<TOptions>(TOptions options, string folder, long seed = 0, DataRoot? data = null, CancellationToken cancellation = default) =>
        new(options, new Trial
        {
            Seed = seed,
            Device = torch.CPU,
            Cancellation = cancellation,
            Metrics = new MemoryMetrics(),
            Artifacts = new FolderArtifacts(Path.Combine(folder, "artifacts")),
            Checkpoints = new FolderCheckpoints(Path.Combine(folder, "checkpoints")),
            Cache = new FolderCache(Path.Combine(folder, "cache")),
            Data = data ?? new DataRoot(Path.Combine(folder, "data")),
            Log = NullLogger.Instance,
        });

    /// <summary>Runs a method on a trial.</summary>
    /// <typeparam name="TOptions">The options record of the method.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="trial">The trial.</param>
    /// <returns>The metrics that the method logged.</returns>
    public static MemoryMetrics Run<TOptions>(IMethod method, Trial<TOptions> trial)
        where TOptions : class, new()
    {
        method.Run(trial.Options, trial);
        return (MemoryMetrics)trial.Metrics;
    }
}
