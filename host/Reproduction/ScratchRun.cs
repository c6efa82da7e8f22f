using System.Text.Json.Nodes;
using KdHost.Host.Execution.Workers;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Reproduction;

/// <summary>Runs one trial in a run directory of its own that goes away with it: no checkpoint and no cached teacher of the original can help.</summary>
internal sealed class ScratchRun : IDisposable
{
    /// <summary>The run directory.</summary>
    public RunDirectory Run { get; } = new(Directory.CreateTempSubdirectory("kd-reproduce-").FullName);

    /// <summary>Runs the trial to its end.</summary>
    /// <param name="entry">The trial.</param>
    /// <param name="methods">The plugins, its method among them.</param>
    /// <param name="device">Where.</param>
    /// <param name="threads">With how many threads.</param>
    /// <param name="dataRoot">Where data sets stand.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="FaultException">It did not run to its end.</exception>
    public async Task<IReadOnlyList<JournalRecord>> RunAsync(IndexEntry entry, MethodCatalog methods, string device, int threads, string dataRoot, CancellationToken stop)
    {
        Run.Create();
        await using var worker = WorkerProcess.Start();
        using var kill = stop.Register(worker.Kill);
        await worker.SendAsync(new WorkerJob(Run.Path, entry.Id, 1, entry.Method, methods.Get(entry.Method).PluginFolder, (JsonObject)entry.Parameters.DeepClone(), entry.Seed, device, threads, dataRoot, ModelPlugins: methods.ModelPlugins));
        var end = await EndAsync(worker);
        stop.ThrowIfCancellationRequested();
        if (end is null)
            throw Fault(entry, $"its worker died: {(worker.LastLines is [.., var line] ? line : $"exit code {await worker.ExitCodeAsync()}")}", "see whether the original machine had more memory");
        if (end.Failure is { } failure)
            throw Fault(entry, $"{failure.Kind}: {failure.Message}", failure.Remedy);
        return [.. JournalReader.Read(Run.Trial(entry.Id), 1)];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Run.Path, recursive: true);

    private static async Task<EndReport?> EndAsync(WorkerProcess worker)
    {
        await foreach (var report in worker.Reports.ReadAllAsync())
        {
            if (report is EndReport end)
                return end;
        }

        return null;
    }

    private static FaultException Fault(IndexEntry entry, string found, string fix) =>
        new(new Fault("the trial did not run to its end this time") { File = entry.Id, Found = found, Expected = "an end, as the original had", Fix = fix });
}
