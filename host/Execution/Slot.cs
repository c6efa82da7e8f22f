using System.Text.Json.Nodes;
using KdHost.Host.Execution.Failures;
using KdHost.Host.Execution.Workers;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution;

/// <summary>What all slots of a run share.</summary>
internal sealed record SlotSettings(RunDirectory Run, MethodCatalog Methods, Leases Leases, DoneTrials Done, Resources Resources, string DataRoot, IRunDisplay Display)
{
    /// <summary>The rule that ends or pauses trials early.</summary>
    public StoppingSettings? Stopping { get; init; }

    /// <summary>Stops a grid that dies alike; null to keep going.</summary>
    public AlikeFailures? Alike { get; init; }
}

/// <summary>A place where one trial runs at a time, in a worker process that is replaced when it dies.</summary>
/// <param name="number">Counted from 0.</param>
/// <param name="device">The device of its trials.</param>
/// <param name="settings">What all slots share.</param>
internal sealed class Slot(int number, string device, SlotSettings settings) : IAsyncDisposable
{
    private WorkerProcess? _worker;

    // What a GPU's trial holds in main memory says nothing about its need: there the device's own allocator is the limit.
    private long? MemoryLimit => device == "cpu" ? settings.Resources.Memory : null;

    /// <summary>Runs trials of a queue until there is none or a stop is asked for.</summary>
    public async Task RunAsync(TrialQueue queue, CancellationToken stop)
    {
        while (await queue.NextAsync(stop) is { } claimed)
        {
            var (last, outcome) = await RunAsync(claimed, stop);
            queue.Return(last, outcome);
        }
    }

    /// <summary>Ends the worker at once.</summary>
    public void Kill() => _worker?.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
    }

    private async Task<(ClaimedTrial Last, TrialOutcome Outcome)> RunAsync(ClaimedTrial claimed, CancellationToken stop)
    {
        var trial = claimed.Trial;
        for (var tries = new Dictionary<FailureKind, int>(); ;)
        {
            settings.Display.Started(number, trial, claimed.Epoch);
            var attempt = await AttemptAsync(claimed, stop);
            switch (attempt.Report)
            {
                case DiskFullReport full:
                    settings.Display.Released(number, trial);
                    throw DiskFull.Of(full.Message);
                case PauseReport pause:
                    settings.Display.Paused(number, trial, pause.Step);
                    return (claimed, TrialOutcome.Paused);
                case EndReport { Failure: null } end:
                    return End(claimed, end.State, null, end.Metrics);
                case EndReport { Failure: { } failure } when !(attempt.WorkerIsGone && stop.IsCancellationRequested):
                    if (settings.Done.Find(trial.Id) is { } done)
                        return End(claimed, done.State, done.Failure, done.Metrics); // it died after it had recorded its end, before it could tell
                    if ((tries[failure.Kind] = tries.GetValueOrDefault(failure.Kind) + 1) > settings.Resources.Retries.For(failure.Kind))
                        return Fail(claimed, failure, ((EndReport)attempt.Report).Metrics);
                    settings.Display.Note($"{trial.ShortId} {trial.Label} seed {trial.Seed}: {failure.Message}; trying again from its last checkpoint");
                    if (settings.Leases.TryRenew(trial.Id, claimed.Epoch) is not { } epoch)
                        return (claimed, TrialOutcome.Ended);
                    claimed = claimed with { Epoch = epoch };
                    break;
                default:
                    settings.Display.Released(number, trial);
                    return (claimed, TrialOutcome.Released);
            }
        }
    }

    private (ClaimedTrial, TrialOutcome) Fail(ClaimedTrial claimed, Failure failure, IReadOnlyDictionary<string, double> metrics)
    {
        settings.Done.TryAdd(claimed.Trial.Id, new DoneRecord(TrialState.Failed, claimed.Epoch, failure, settings.Methods.Get(claimed.Trial.Method).Build, metrics));
        return End(claimed, TrialState.Failed, failure, metrics);
    }

    private (ClaimedTrial, TrialOutcome) End(ClaimedTrial claimed, TrialState state, Failure? failure, IReadOnlyDictionary<string, double> metrics)
    {
        settings.Display.Ended(number, claimed.Trial, state, failure, metrics);
        if (settings.Alike?.Ended(failure) is { } verdict)
            settings.Display.Note(verdict);
        return (claimed, TrialOutcome.Ended);
    }

    private async Task<Attempt> AttemptAsync(ClaimedTrial claimed, CancellationToken stop)
    {
        // What earlier trials left behind in a worker should not count against the next one.
        if (_worker is not null && MemoryLimit is { } limit && _worker.ResidentBytes > limit / 2)
            await DropWorkerAsync();
        var worker = _worker ??= WorkerProcess.Start();
        using var limits = new LimitWatch(worker, settings.Resources.TimeLimit, MemoryLimit);
        var attempt = await Attempt.RunAsync(worker, Job(claimed), limits, progress => settings.Display.Progressed(number, claimed.Trial, progress), stop);
        if (attempt.WorkerIsGone)
            await KeepLastLinesAsync(claimed, worker);
        if (attempt.WorkerIsGone || attempt.Report is EndReport { Failure.Kind: FailureKind.OutOfMemory })
            await DropWorkerAsync();
        return attempt;
    }

    private async Task KeepLastLinesAsync(ClaimedTrial claimed, WorkerProcess worker)
    {
        var folder = settings.Run.Trial(claimed.Trial.Id);
        Directory.CreateDirectory(folder.Epoch(claimed.Epoch));
        await File.AppendAllLinesAsync(folder.Log(claimed.Epoch), worker.LastLines);
    }

    private async Task DropWorkerAsync()
    {
        var worker = _worker!;
        _worker = null;
        await worker.DisposeAsync();
    }

    private WorkerJob Job(ClaimedTrial claimed)
    {
        var trial = claimed.Trial;
        var parameters = new JsonObject();
        foreach (var (path, value) in trial.Options.Values)
            parameters[path] = value?.DeepClone();
        return new WorkerJob(
            settings.Run.Path, trial.Id, claimed.Epoch, trial.Method, settings.Methods.Get(trial.Method).PluginFolder, parameters, trial.Seed, device,
            settings.Resources.Threads, settings.DataRoot, settings.Stopping, settings.Methods.ModelPlugins);
    }
}
