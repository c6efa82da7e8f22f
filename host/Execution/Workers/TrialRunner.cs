using System.Text.Json.Nodes;
using KdHost.Host.Configuration;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using Serilog;
using Serilog.Extensions.Logging;
using TorchSharp;

namespace KdHost.Host.Execution.Workers;

/// <summary>Runs one trial inside a worker: opens its doors, runs the method, records how it ended.</summary>
/// <param name="send">Tells the pilot.</param>
internal sealed class TrialRunner(Action<WorkerReport> send)
{
    private readonly Dictionary<string, MethodEntry> _methods = [];

    public void Run(WorkerJob job, CancellationToken stop)
    {
        var run = new RunDirectory(job.RunDirectory);
        var folder = run.Trial(job.Trial);
        Directory.CreateDirectory(folder.Epoch(job.Epoch));
        using var journal = new JournalWriter(folder.Journal(job.Epoch));
        using var logger = new LoggerConfiguration().WriteTo.File(folder.Log(job.Epoch), formatProvider: System.Globalization.CultureInfo.InvariantCulture).CreateLogger();
        using var factory = new SerilogLoggerFactory(logger);
        var checkpoints = new TrialCheckpoints(folder, job.Epoch, journal);
        var from = JournalTail.Before(run, job.Trial, job.Epoch, checkpoints.Start);
        var earlier = JournalReader.Read(folder, from).ToList();
        journal.Append(new StartRecord(job.Epoch, from, Environment.MachineName, job.Device, job.Threads) { Time = Clock.Now });
        var metrics = new JournalMetrics(journal, earlier);
        using var system = new SystemMetrics(journal, earlier, Settings.SystemMetricsInterval, gpus: job.Device.StartsWith("cuda", StringComparison.Ordinal));
        Failure? failure = null;
        try
        {
            var method = Method(job);
            torch.set_num_threads(job.Threads);
            var progress = new SendProgress(send);
            var trial = new Trial
            {
                Seed = job.Seed,
                Device = torch.device(job.Device),
                Cancellation = stop,
                Metrics = metrics,
                Artifacts = new JournalArtifacts(folder, job.Epoch, journal),
                Inputs = new JournalInputs(journal, earlier),
                Checkpoints = checkpoints,
                Cache = new SharedCache(run.Cache, progress),
                Data = new DataRoot(job.DataRoot),
                Log = factory.CreateLogger(job.Method),
                Progress = progress,
            };
            method.Method.Run(OptionBinder.Bind(method.Schema, FlatJson.Flatten(job.Parameters)).Instance, trial);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            system.Dispose();
            journal.Flush();
            send(new ReleaseReport());
            return;
        }
        catch (Exception error)
        {
            logger.Error(error, "The trial failed");
            failure = Failures.Classify(error);
        }

        system.Dispose(); // its last sample must stand before the end
        End(job, run, journal, new EndRecord(failure is null ? TrialState.Finished : TrialState.Failed, failure) { Time = Clock.Now }, metrics.Last);
    }

    private void End(WorkerJob job, RunDirectory run, JournalWriter journal, EndRecord end, IReadOnlyDictionary<string, double> metrics)
    {
        journal.Append(end);
        journal.Flush();
        var build = _methods.TryGetValue(job.Method, out var method) ? method.Build : Guid.Empty;
        new DoneTrials(run).TryAdd(job.Trial, new DoneRecord(end.State, job.Epoch, end.Failure, build, metrics));
        send(new EndReport(end.State, end.Failure, metrics));
    }

    private MethodEntry Method(WorkerJob job)
    {
        if (_methods.TryGetValue(job.Method, out var known))
            return known;
        var (status, methods) = PluginLoading.Load(job.PluginFolder);
        return _methods[job.Method] = methods.FirstOrDefault(method => method.Attribute.Name == job.Method)
            ?? throw new InvalidOperationException($"the plugin in {job.PluginFolder} no longer has the method {job.Method}: {status.Problem}");
    }

    private sealed class SendProgress(Action<WorkerReport> send) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) => send(new ProgressReport(value));
    }
}
