using System.Text.Json.Nodes;
using KdHost.Host.Execution.Failures;
using KdHost.Host.Execution.Stopping;
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
        journal.Append(new StartRecord(job.Epoch, checkpoints.Start, Environment.MachineName, job.Device, job.Threads) { Time = Clock.Now });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var stopping = StoppingWatch.Of(job.Stopping, run, job.Trial, job.Seed);
        var metrics = new JournalMetrics(journal, JournalReader.Read(folder, checkpoints.Start), stopping, ending.Cancel);
        var state = TrialState.Finished;
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
                Checkpoints = checkpoints,
                Cache = new SharedCache(run.Cache, progress),
                Data = new DataRoot(job.DataRoot),
                Log = factory.CreateLogger(job.Method),
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
            journal.Flush();
            send(stopping?.Verdict == StoppingVerdict.Pause ? new PauseReport(stopping.Step) : new ReleaseReport());
            return;
        }
        catch (Exception error)
        {
            logger.Error(error, "The trial failed");
            var failure = MethodFailure.Of(error);
            journal.Append(new EndRecord(TrialState.Failed, failure) { Time = Clock.Now });
            journal.Flush();
            send(EndReport.Of(failure, metrics.Last));
            return;
        }

        if (state == TrialState.Finished)
            stopping?.Finish();
        journal.Append(new EndRecord(state, null) { Time = Clock.Now });
        journal.Flush();
        new DoneTrials(run).TryAdd(job.Trial, new DoneRecord(state, job.Epoch, null, Method(job).Build, metrics.Last));
        send(new EndReport(state, null, metrics.Last));
    }

    private MethodEntry Method(WorkerJob job)
    {
        if (_methods.TryGetValue(job.Method, out var known))
            return known;
        var (status, methods, _) = PluginLoading.Load(job.PluginFolder);
        return _methods[job.Method] = methods.FirstOrDefault(method => method.Attribute.Name == job.Method)
            ?? throw new InvalidOperationException($"the plugin in {job.PluginFolder} no longer has the method {job.Method}: {status.Problem}");
    }

    private sealed class SendProgress(Action<WorkerReport> send) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) => send(new ProgressReport(value));
    }
}
