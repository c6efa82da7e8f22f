using System.Text.Json.Nodes;
using KdHost.Host.Configuration;
using KdHost.Host.Execution.Failures;
using KdHost.Host.Execution.Stopping;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace KdHost.Host.Execution.Workers;

/// <summary>Runs one trial inside a worker: opens its doors, runs the method, records how it ended.</summary>
/// <param name="send">Tells the pilot.</param>
internal sealed class TrialRunner(Action<WorkerReport> send)
{
    private readonly Dictionary<string, MethodEntry> _methods = [];
    private readonly HashSet<string> _modelPlugins = [];
    private readonly TimeSpan _loadInterval = Settings.SystemMetricsInterval;

    /// <summary>Runs a trial.</summary>
    /// <param name="job">The trial.</param>
    /// <param name="last">The thread of the one before, which may still record its end; null for the first.</param>
    /// <param name="stop">Asks it to checkpoint and stop.</param>
    public void Run(WorkerJob job, Thread? last, CancellationToken stop)
    {
        try
        {
            RunTrial(job, last, stop);
        }
        catch (IOException error) when (DiskFull.Is(error))
        {
            send(new DiskFullReport(error.Message));
        }
    }

    private void RunTrial(WorkerJob job, Thread? last, CancellationToken stop)
    {
        var run = new RunDirectory(job.RunDirectory);
        var folder = run.Trial(job.Trial);
        Directory.CreateDirectory(folder.Epoch(job.Epoch));
        foreach (var path in new[] { Path.GetDirectoryName(folder.Path)!, folder.Path, folder.Epoch(job.Epoch), Path.GetDirectoryName(Path.GetDirectoryName(folder.Path))! })
            Containment.RefuseLink(path);
        using var journal = new JournalWriter(folder.Journal(job.Epoch));
        using var log = new WorkerLog(folder.Log(job.Epoch));
        var checkpoints = new TrialCheckpoints(folder, job.Epoch, journal);
        var from = JournalTail.Before(run, job.Trial, job.Epoch, checkpoints.Start);
        var earlier = JournalReader.Read(folder, from).ToList();
        journal.Append(new StartRecord(job.Epoch, from, Environment.MachineName, job.Device, job.Threads) { Time = Clock.Now });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var stopping = StoppingWatch.Of(job.Stopping, run, job.Trial, job.Seed);
        var metrics = new JournalMetrics(journal, earlier, stopping, ending.Cancel);
        using var system = new SystemMetrics(journal, earlier, _loadInterval, gpus: job.Device.StartsWith("cuda", StringComparison.Ordinal));
        var state = TrialState.Finished;
        last?.Join();
        try
        {
            var method = Method(job);
            torch.set_num_threads(job.Threads);
            var progress = new SendProgress(send);
            var trial = new Trial
            {
                Seed = job.Seed,
                Device = torch.device(job.Device),
                Cancellation = ending.Token,
                Metrics = metrics,
                Artifacts = new JournalArtifacts(folder, job.Epoch, journal),
                Inputs = new JournalInputs(journal, earlier),
                Checkpoints = checkpoints,
                Cache = new SharedCache(run.Cache, progress),
                Data = new DataRoot(job.DataRoot),
                Log = log,
                Progress = progress,
            };
            send(new BeginReport());
            method.Method.Run(OptionBinder.Bind(method.Schema, FlatJson.Flatten(job.Parameters)).Instance, trial);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && stopping?.Verdict == StoppingVerdict.Stop)
        {
            state = TrialState.Stopped;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            system.Dispose();
            journal.Flush();
            send(stopping?.Verdict == StoppingVerdict.Pause ? new PauseReport(stopping.Step) : new ReleaseReport());
            return;
        }
        catch (Exception error) when (!DiskFull.Is(error))
        {
            log.LogError(error, "The trial failed");
            var failure = MethodFailure.Of(error);
            system.Dispose();
            journal.Append(new EndRecord(TrialState.Failed, failure) { Time = Clock.Now });
            journal.Flush();
            send(EndReport.Of(failure, metrics.Last));
            return;
        }

        if (state == TrialState.Finished)
            stopping?.Finish();
        system.Dispose(); // its last sample must stand before the end
        var done = new DoneRecord(state, job.Epoch, null, Method(job).Build, metrics.Last);
        journal.Append(new EndRecord(state, null) { Time = Clock.Now });
        send(new OverReport());
        journal.Flush();
        new DoneTrials(run).TryAdd(job.Trial, done);
        send(new EndReport(state, null, metrics.Last));
    }

    private MethodEntry Method(WorkerJob job)
    {
        if (_methods.TryGetValue(job.Method, out var known))
            return known;
        var (status, methods, _, _) = PluginLoading.Load(job.PluginFolder);
        foreach (var folder in (job.ModelPlugins ?? []).Where(folder => folder != job.PluginFolder && _modelPlugins.Add(folder)))
            PluginLoading.Load(folder);
        return _methods[job.Method] = methods.FirstOrDefault(method => method.Attribute.Name == job.Method)
            ?? throw new InvalidOperationException($"the plugin in {job.PluginFolder} no longer has the method {job.Method}: {status.Problem}");
    }

    private sealed class SendProgress(Action<WorkerReport> send) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) => send(new ProgressReport(value));
    }
}
