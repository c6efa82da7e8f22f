using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>
/// Carries one trial's journal to a run of the store, some records at a time. The cursor tag in the same batch tells how far it got, so that whoever
/// goes on, here or in another process, sends the rest once.
/// </summary>
/// <param name="run">The run directory.</param>
/// <param name="store">The store.</param>
/// <param name="entry">The trial.</param>
/// <param name="size">How much goes into one batch.</param>
internal sealed class TrialShipper(RunDirectory run, ITrackingStore store, IndexEntry entry, BatchSize size)
{
    // A request's worth of metrics beside the trial's params and some tags.
    private const int TagsPerBatch = 10, ServerErrorsUntilParked = 3;

    private readonly TrialRun _trial = new(run, entry);
    private readonly JournalFollower _journal = new(run.Trial(entry.Id));
    private RunCursor? _cursor;
    private bool _isRunning, _hasEnded;
    private int _serverErrors;
    private long _shippedAt;

    /// <summary>The trial.</summary>
    public IndexEntry Entry => entry;

    /// <summary>Whether all of an ended trial is in the store.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the store will not take the rest; null when all is well.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Id of the run in the store; null before anything was shipped.</summary>
    public string? RunId => _cursor?.RunId;

    /// <summary>What identifies the run in the store.</summary>
    public string Identity(ParentRun parent) => _trial.Identity(parent);

    /// <summary>Ships what is new. A run that the store refuses is set aside, so that the others get on.</summary>
    /// <param name="parent">The grid's run.</param>
    /// <param name="children">Runs that the store has.</param>
    /// <param name="done">How the trial ended; null while it has not.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="MlflowException">The store can't take anything now; a later call goes on from there.</exception>
    public async Task ShipAsync(ParentRun parent, ChildRuns children, DoneRecord? done, CancellationToken cancellation)
    {
        if (IsComplete || Refusal is not null)
            return;
        try
        {
            await ShipRestAsync(parent, children, done, cancellation);
            _serverErrors = 0;
        }
        catch (MlflowException error) when (IsAboutThisRun(error))
        {
            Refusal = error.Message;
        }
    }

    /// <summary>Says that the trial was stopped and nobody runs it now.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        if (_cursor is null || IsComplete || Refusal is not null || !_isRunning)
            return;
        await store.UpdateRunAsync(_cursor.RunId, new RunUpdate { Status = RunStatus.Killed }, cancellation);
        _isRunning = false;
    }

    private bool IsAboutThisRun(MlflowException error)
    {
        if (error.Status == System.Net.HttpStatusCode.InternalServerError)
            return ++_serverErrors >= ServerErrorsUntilParked; // often for ever: a server with a file store answers a changed param so
        return error is { IsTransient: false, ErrorCode: MlflowErrorCode.ResourceDoesNotExist or MlflowErrorCode.InvalidParameterValue or MlflowErrorCode.BadRequest };
    }

    private async Task ShipRestAsync(ParentRun parent, ChildRuns children, DoneRecord? done, CancellationToken cancellation)
    {
        var epoch = done?.Epoch ?? run.Trial(entry.Id).Epochs().FirstOrDefault();
        var isOpen = epoch > 0 && _journal.TryOpen(epoch);
        if ((!isOpen && done is null) || (done is null && !IsDue(_journal.Start!)))
            return;
        await OpenAsync(parent, children, cancellation);
        _journal.Place = JournalPlace.Of(_cursor!.Position);
        var end = JournalPlace.End(Math.Max(epoch, _journal.Place.Epoch));
        while (_journal.Place.CompareTo(end) < 0)
        {
            var (records, place, isLast) = _journal.Read(Math.Max(1, size.Entities - TagsPerBatch - (_cursor.Position == 0 ? entry.Parameters.Count : 0)));
            var ends = done is not null && isLast;
            if (records.Count == 0 && !ends)
                return;
            if (!_isRunning && !ends)
                await SetStatusAsync(new RunUpdate { Status = RunStatus.Running }, isRunning: true, cancellation);
            if (!await TrySendAsync(records, (ends ? end : place).Cursor, parent, ends ? done : null, cancellation))
                continue;
            _hasEnded = false;
            if (ends)
                break;
            _journal.Advance();
        }

        if (done is null)
            return;
        if (!_hasEnded)
            await SetStatusAsync(TrialRun.End(done, _trial.EndTime(done)), isRunning: false, cancellation);
        IsComplete = true;
    }

    // A trial that is over soon is shipped whole; a longer one now and then, the more rarely the longer it runs.
    private bool IsDue(StartRecord start)
    {
        var now = Clock.Now;
        var age = TimeSpan.FromMilliseconds(now - start.Time);
        var interval = Math.Clamp(age.TotalSeconds / 4, 2, 10);
        if (age.TotalSeconds < 2 || now - _shippedAt < interval * 1000)
            return false;
        _shippedAt = now;
        return true;
    }

    private async Task OpenAsync(ParentRun parent, ChildRuns children, CancellationToken cancellation)
    {
        if (_cursor is not null)
        {
            await _cursor.SettleAsync(cancellation);
            return;
        }

        var made = await children.AdoptOrCreateAsync(_trial.New(parent, _journal.Start), _trial.Identity(parent), cancellation);
        if (made.Info.Stage == LifecycleStage.Deleted)
            throw new MlflowException($"The run {made.Id} of trial {entry.Id[..8]} was deleted in the store; restore it there and run kd sync to have the rest in it.") { ErrorCode = MlflowErrorCode.InvalidParameterValue };
        _isRunning = made.Info.Status == RunStatus.Running;
        _hasEnded = made.Info.Status is RunStatus.Finished or RunStatus.Failed;
        _cursor = RunCursor.At(store, made, TrackingNames.Cursor);
    }

    // False when the batch was too large and a smaller one should be tried.
    private async Task<bool> TrySendAsync(IReadOnlyList<JournalRecord> records, long position, ParentRun parent, DoneRecord? done, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(records, position, parent, done, cancellation);
            size.Grow();
            return true;
        }
        catch (MlflowException error)
        {
            if (size.Shrink(error))
                return false;
            throw;
        }
    }

    private async Task SendAsync(IReadOnlyList<JournalRecord> records, long position, ParentRun parent, DoneRecord? done, CancellationToken cancellation)
    {
        var hasImages = false;
        foreach (var artifact in records.OfType<ArtifactRecord>())
        {
            var file = Containment.TryResolve(run.Trial(entry.Id).Path, artifact.Path)
                ?? throw new MlflowException($"The journal of trial {entry.Id[..8]} names a file outside of its folder: {artifact.Path}") { ErrorCode = MlflowErrorCode.InvalidParameterValue };
            foreach (var name in TrialRun.ArtifactNames(artifact))
                await parent.Artifacts.UploadAsync(_cursor!.RunId, name, file, cancellation);
            hasImages |= ImageSeriesName.IsImage(artifact.Name);
        }

        if (_cursor!.Position == 0 && _trial.HasLongParams)
            await parent.Artifacts.UploadTextAsync(_cursor.RunId, "params.json", entry.Parameters.ToJsonString(), cancellation);
        await TrialRun.LogInputsAsync(store, _cursor.RunId, records, cancellation);
        var batch = new RunBatch
        {
            Params = _cursor.Position == 0 ? _trial.Params() : [],
            Metrics = [.. records.OfType<MetricRecord>().Select(metric => new Metric(metric.Name, metric.Value, metric.Time, metric.Step)), .. _trial.Final(parent, done)],
            Tags = TrialRun.Tags(done, hasImages),
        };
        await _cursor.AdvanceAsync(position, batch, cancellation);
    }

    private async Task SetStatusAsync(RunUpdate update, bool isRunning, CancellationToken cancellation)
    {
        await store.UpdateRunAsync(_cursor!.RunId, update, cancellation);
        _isRunning = isRunning;
    }
}
