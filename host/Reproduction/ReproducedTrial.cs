using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Native;

namespace KdHost.Host.Reproduction;

/// <summary>A finished trial that was run again from its record, and how the two compare.</summary>
/// <param name="Run">The run directory.</param>
/// <param name="Trial">Id of the trial.</param>
/// <param name="Configuration">The grid values in words.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Tolerance">What still counts as equal.</param>
/// <param name="Comparison">How the points compare.</param>
/// <param name="Environment">In what the two environments differ.</param>
internal sealed record ReproducedTrial(string Run, string Trial, string Configuration, long Seed, double Tolerance, PointComparison Comparison, IReadOnlyList<EnvironmentDifference> Environment)
{
    /// <summary>Runs a trial again.</summary>
    /// <param name="run">Its run directory.</param>
    /// <param name="entry">The trial.</param>
    /// <param name="tolerance">What still counts as equal.</param>
    /// <param name="device">Where; null for the device of the original.</param>
    /// <param name="settings">Data and plugins.</param>
    /// <param name="progress">Tells of downloads.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <exception cref="FaultException">It can't be run again.</exception>
    public static async Task<ReproducedTrial> OfAsync(RunDirectory run, IndexEntry entry, double tolerance, string? device, Settings settings, IProgress<DownloadProgress> progress, CancellationToken stop)
    {
        var done = new DoneTrials(run).Find(entry.Id);
        var original = done is null ? [] : JournalReader.Read(run.Trial(entry.Id), done.Epoch).ToList();
        if (done is not { State: TrialState.Finished } || original.OfType<StartRecord>().LastOrDefault() is not { } then)
            throw new FaultException(new Fault("only a finished trial can be reproduced") { File = entry.Id, Found = done is null ? "it has not ended" : done.State == TrialState.Finished ? "its journal is gone" : $"it {done.State}".ToLowerInvariant(), Expected = "a finished trial with its journal", Fix = "see report/trials.csv of the run for the finished ones" });
        var methods = new MethodCatalog(settings.PluginFolders);
        var method = methods.Get(entry.Method);
        var trial = Bind(entry, method);
        await DataSetCheck.EnsureAsync([trial], methods, settings, progress, stop);
        Libtorch.Preflight();
        using var scratch = new ScratchRun();
        var again = await scratch.RunAsync(entry, methods, device ?? then.Device, then.Threads, settings.Data.Path, stop);
        RunLock.Write(scratch.Run, [method], device ?? then.Device, then.Threads);
        var differences = TrialEnvironment.Differences(run, then, done.Build, scratch.Run, again.OfType<StartRecord>().Last(), method);
        if (trial.Id != entry.Id)
            differences = [.. differences, new EnvironmentDifference("options of the method", "those of the record", "others, with defaults of today")];
        return new ReproducedTrial(run.Path, entry.Id, entry.Label, entry.Seed, tolerance, PointComparison.Of(original, again, tolerance), differences);
    }

    private static TrialSpec Bind(IndexEntry entry, MethodEntry method)
    {
        var parameters = FlatJson.Flatten(entry.Parameters);
        var faults = OptionBinder.Check(method.Schema, parameters, (path, problem) => new Fault(problem) { File = entry.Id, Key = path }).ToList();
        return faults.Count > 0 ? throw new FaultException(faults) : TrialSpec.Of(entry.Method, OptionBinder.Bind(method.Schema, parameters), entry.Seed, FlatJson.Flatten(entry.Point));
    }
}
