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

    // The trial that a worker got while it recorded the end of the one before, and that worker.
    private ClaimedTrial? _next;
    private WorkerProcess? _holder;

    // What a GPU's trial holds in main memory says nothing about its need: there the device's own allocator is the limit.
    private long? MemoryLimit => device == "cpu" ? settings.Resources.Memory : null;

    /// <summary>Runs trials of a queue until there is none or a stop is asked for.</summary>
    public async Task RunAsync(TrialQueue queue, CancellationToken stop)
    {
        while ((_next ?? await queue.NextAsync(stop)) is { } claimed)
        {
            if (_worker is null && stop.IsCancellationRequested)
            {
                _next = null;
                queue.Return(claimed, TrialOutcome.Released); // no worker is started for a trial that must stop at once
                continue;
            }

            var (last, outcome) = await RunAsync(claimed, queue, stop);
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

    private async Task<(ClaimedTrial Last, TrialOutcome Outcome)> RunAsync(ClaimedTrial claimed, TrialQueue queue, CancellationToken stop)
    {
        var trial = claimed.Trial;
        for (var tries = new Dictionary<FailureKind, int>(); ;)
        {
            settings.Display.Started(number, trial, claimed.Epoch);
            var attempt = await AttemptAsync(claimed, queue, stop);
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

    private async Task<Attempt> AttemptAsync(ClaimedTrial claimed, TrialQueue queue, CancellationToken stop)
    {
        // What earlier trials left behind in a worker should not count against the next one.
        if (_worker is not null && MemoryLimit is { } limit && _worker.ResidentBytes > limit / 2)
            await DropWorkerAsync();
        var isNext = claimed == _next; // else another attempt at a trial, and the next one waits behind it
        var isThere = isNext && _worker is not null && _worker == _holder;
        _next = isNext ? null : _next;
        var worker = _worker ??= WorkerProcess.Start();
        using var limits = new LimitWatch(worker, settings.Resources.TimeLimit, MemoryLimit);
        var attempt = await Attempt.RunAsync(
            worker, isThere ? null : Job(claimed), limits, progress => settings.Display.Progressed(number, claimed.Trial, progress), () => HandOverNextAsync(worker, queue, stop), stop);
        if (attempt.WorkerIsGone)
            await KeepLastLinesAsync(claimed, worker);
        if (attempt.WorkerIsGone || attempt.Report is EndReport { Failure.Kind: FailureKind.OutOfMemory })
            await DropWorkerAsync();
        if (attempt.WorkerIsGone)
            TakeBackNext(queue);
        return attempt;
    }

    // The worker records an end, which is a wait for the disk: meanwhile it can prepare the next trial. Not where it may have to be replaced first,
    // nor where the end of this trial may decide which one is next.
    private async Task HandOverNextAsync(WorkerProcess worker, TrialQueue queue, CancellationToken stop)
    {
        if (MemoryLimit is not null || settings.Stopping is not null || stop.IsCancellationRequested || _next is not null || (_next = queue.TryNext()) is null)
            return;
        _holder = worker;
        try
        {
            await worker.SendAsync(Job(_next));
        }
        catch (IOException)
        {
            // The worker died; whoever waits for its reports sees that.
        }
    }

    // A worker that died may have begun the next trial: another one must not write to the same journal.
    private void TakeBackNext(TrialQueue queue)
    {
        if (_next is not { } next || !Directory.Exists(settings.Run.Trial(next.Trial.Id).Epoch(next.Epoch)))
            return;
        _next = settings.Leases.TryRenew(next.Trial.Id, next.Epoch) is { } epoch ? next with { Epoch = epoch } : null;
        if (_next is null)
            queue.Return(next, TrialOutcome.Ended); // another pilot has it
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
