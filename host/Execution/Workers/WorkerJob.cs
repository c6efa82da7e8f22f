using System.Text.Json.Nodes;
using KdHost.Host.Experiments;

namespace KdHost.Host.Execution.Workers;

/// <summary>What a pilot tells a worker: run this trial.</summary>
/// <param name="RunDirectory">The run directory.</param>
/// <param name="Trial">Id of the trial.</param>
/// <param name="Epoch">Epoch of the lease under which it may write.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="PluginFolder">Folder of its plugin.</param>
/// <param name="Parameters">Every option by its path.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Device">Device of the slot.</param>
/// <param name="Threads">Threads of the slot.</param>
/// <param name="DataRoot">Where data sets stand.</param>
/// <param name="Stopping">The rule that ends or pauses it early.</param>
/// <param name="ModelPlugins">Folders of plugins whose models it may name.</param>
internal sealed record WorkerJob(
    string RunDirectory, string Trial, int Epoch, string Method, string PluginFolder, JsonObject Parameters, long Seed, string Device, int Threads, string DataRoot,
    StoppingSettings? Stopping = null, IReadOnlyList<string>? ModelPlugins = null);
