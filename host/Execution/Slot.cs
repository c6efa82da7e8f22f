using System.Text.Json.Nodes;
using KdHost.Host.Execution.Workers;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution;

/// <summary>What all slots of a run share.</summary>
internal sealed record SlotSettings(RunDirectory Run, MethodCatalog Methods, Leases Leases, DoneTrials Done, Resources Resources, string Device, string DataRoot, IRunDisplay Display);

/// <summary>A place where one trial runs at a time, in a worker process that is replaced when it dies.</summary>
/// <param name="number">Counted from 0.</param>
/// <param name="settings">What all slots share.</param>
internal sealed class Slot(int number, SlotSettings settings) : IAsyncDisposable
{
    private WorkerProcess? _worker;

    /// <summary>Runs trials of a queue until there is none or a stop is asked for.</summary>
    public async Task RunAsync(TrialQueue queue, CancellationToken stop)
    {
        while (await queue.NextAsync(stop) is { } claimed)
            await RunAsync(claimed, stop);
    }

    /// <summary>Ends the worker at once.</summary>
    public void Kill() => _worker?.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
    }

    private async Task RunAsync(ClaimedTrial claimed, CancellationToken stop)
    {
        var (trial, epoch) = (claimed.Trial, (int?)claimed.Epoch);
        for (var attempt = 0; epoch is { } current; attempt++)
        {
            var failure = await AttemptAsync(trial, current, stop);
            if (failure is null || stop.IsCancellationRequested)
                return;
            if (settings.Done.Find(trial.Id) is { } end)
            {
                // It died after it had recorded its end, before it could tell.
                settings.Display.Ended(number, trial, end.State, end.Failure, end.Metrics);
                return;
            }

            if (failure.Kind == FailureKind.WorkerLost && attempt < settings.Resources.Retries)
            {
                settings.Display.Note($"{trial.ShortId} {trial.Label} seed {trial.Seed}: {failure.Message}; trying again from its last checkpoint");
                epoch = settings.Leases.TryRenew(trial.Id, current);
                continue;
            }

            // The worker could not record its own end.
            settings.Done.TryAdd(trial.Id, new DoneRecord(TrialState.Failed, current, failure, settings.Methods.Get(trial.Method).Build, new Dictionary<string, double>()));
            settings.Display.Ended(number, trial, TrialState.Failed, failure, new Dictionary<string, double>());
            return;
        }
    }

    /// <returns>Why the worker ended without a word of its own; null when it said how the trial ended.</returns>
    private async Task<Failure?> AttemptAsync(TrialSpec trial, int epoch, CancellationToken stop)
    {
        settings.Display.Started(number, trial, epoch);
        var worker = _worker ??= WorkerProcess.Start();
        using var limit = new CancellationTokenSource(settings.Resources.TimeLimit ?? Timeout.InfiniteTimeSpan);
        try
        {
            await worker.SendAsync(Job(trial, epoch));
            using var stopping = stop.Register(() => _ = worker.StopTrialAsync());
            await foreach (var report in worker.Reports.ReadAllAsync(limit.Token))
            {
                switch (report)
                {
                    case ProgressReport progress:
                        settings.Display.Progressed(number, trial, progress.Progress);
                        break;
                    case EndReport end:
                        settings.Display.Ended(number, trial, end.State, end.Failure, end.Metrics);
                        return null;
                    case ReleaseReport:
                        settings.Display.Released(number, trial);
                        return null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            await DropWorkerAsync(worker);
            return Failures.TimeLimit(settings.Resources.TimeLimit!.Value);
        }
        catch (IOException)
        {
            // The worker died before it took the job.
        }

        var failure = Failures.WorkerLost(await worker.ExitCodeAsync(), worker.LastLines);
        await KeepLastLinesAsync(trial, epoch, worker);
        await DropWorkerAsync(worker);
        return failure;
    }

    private async Task KeepLastLinesAsync(TrialSpec trial, int epoch, WorkerProcess worker)
    {
        var folder = settings.Run.Trial(trial.Id);
        Directory.CreateDirectory(folder.Epoch(epoch));
        await File.AppendAllLinesAsync(folder.Log(epoch), worker.LastLines);
    }

    private async Task DropWorkerAsync(WorkerProcess worker)
    {
        _worker = null;
        await worker.DisposeAsync();
    }

    private WorkerJob Job(TrialSpec trial, int epoch)
    {
        var parameters = new JsonObject();
        foreach (var (path, value) in trial.Options.Values)
            parameters[path] = value?.DeepClone();
        return new WorkerJob(
            settings.Run.Path, trial.Id, epoch, trial.Method, settings.Methods.Get(trial.Method).PluginFolder, parameters, trial.Seed, settings.Device,
            settings.Resources.Threads, settings.DataRoot);
    }
}
