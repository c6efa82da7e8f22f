using System.Diagnostics;
using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>Carries all journals of a run directory to a store. One at a time ships a directory: a file lock sees to it.</summary>
/// <param name="run">The run directory.</param>
/// <param name="address">The store.</param>
internal sealed class Shipper(RunDirectory run, TrackingAddress address) : IAsyncDisposable
{
    // A server waits for its disk, so several runs at a time go faster; a local file has one writer.
    private const int RunsAtATime = 4, NoteCostRatio = 50;
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, TrialShipper> _trials = [];
    private readonly HashSet<string> _complete = [];
    private readonly DoneTrials _done = new(run);
    private readonly BatchSize _size = new(address.IsServer ? BatchLimits.Server : BatchLimits.Local);
    private readonly Stopwatch _sinceNote = new();
    private TimeSpan _noteCost;
    private ITrackingStore? _store;
    private FileStream? _lock;
    private ParentRun? _parent;
    private ChildRuns? _children;

    /// <summary>What the store would not take, and why, a line each.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. _trials.Values.Where(trial => trial.Refusal is not null).GroupBy(trial => trial.Refusal).Select(group => $"{group.Count()} trials are not wholly in the store (first: {group.First().Entry.Id[..8]}): {group.Key}"),
        .. _parent?.Artifacts.Problem is { } problem ? [$"files stay in {run.Path}: {problem}"] : (string[])[],
    ];

    /// <summary>Ships what is new.</summary>
    /// <returns>False when another process is shipping this directory.</returns>
    /// <exception cref="MlflowException">The store did not take it; a later call goes on from there.</exception>
    public async Task<bool> ShipAsync(CancellationToken cancellation)
    {
        if (address.IsOff)
            return true;
        if (!TryLock())
            return false;
        var record = RunRecord.TryRead(run)!;
        _store ??= address.Open();
        _parent ??= await ParentRun.OpenAsync(run, record, _store, cancellation);
        _children ??= await ChildRuns.ReadAsync(_store, _parent.ExperimentId, _parent.RunId, cancellation);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = address.IsServer ? RunsAtATime : 1, CancellationToken = cancellation };
        var started = Started();
        try
        {
            // Ended ones first: they get complete, and a researcher looks at them first.
            var waiting = started.Select(trial => (Trial: trial, Done: _done.Find(trial.Entry.Id))).OrderBy(pair => pair.Done is null).ToList();
            await Parallel.ForEachAsync(waiting, limits, (pair, token) => new ValueTask(pair.Trial.ShipAsync(_parent, _children, pair.Done, token)));
        }
        finally
        {
            _complete.UnionWith(started.Where(trial => trial.IsComplete).Select(trial => trial.Entry.Id));
        }

        return true;
    }

    /// <summary>Shows the leaderboard in the grid's note while trials run, now and then.</summary>
    public async Task ShowAsync(CancellationToken cancellation)
    {
        if (_parent is null || _complete.Count == 0 || (_sinceNote.IsRunning && (_sinceNote.Elapsed < NoteInterval || _sinceNote.Elapsed < _noteCost * NoteCostRatio)))
            return;
        var watch = Stopwatch.StartNew();
        await _parent.ShowAsync(GridResults.Read(run), address.HowToOpen(_parent.Page), cancellation);
        _noteCost = watch.Elapsed;
        _sinceNote.Restart();
    }

    /// <summary>Ships all that is left, then the grid's own results.</summary>
    /// <returns>What the user types to see the results; null when another process is shipping this directory.</returns>
    public async Task<string?> ConcludeAsync(CancellationToken cancellation)
    {
        var results = GridResults.Read(run);
        var register = address.Register ?? (results.Record.Declaration["register"] as System.Text.Json.Nodes.JsonValue)?.ToString();
        if (address.Register is null && ShippedMark.Find(run, address, results) is { } known)
            return known;
        if (!await ShipAsync(cancellation))
            return null;
        await DeleteTwinsAsync(cancellation);
        var open = address.HowToOpen(_parent!.Page);
        var unfinished = results.Configurations.Any(configuration => configuration.Trials.Any(trial => trial.Done is null));
        var isShared = unfinished && OtherPilots.AnyAlive(run);
        var status = isShared ? RunStatus.Running : unfinished ? RunStatus.Killed : results.Count(TrialState.Failed) > 0 ? RunStatus.Failed : RunStatus.Finished;
        if (unfinished && !isShared)
        {
            foreach (var trial in _trials.Values)
                await trial.PauseAsync(cancellation);
        }

        await _parent.ConcludeAsync(results, status, open, register, cancellation);
        if (Problems.Count == 0)
            ShippedMark.Write(run, address, results, open);
        return open;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_lock is not null)
            await _lock.DisposeAsync();
    }

    // A gateway that delivers twice makes two runs of one trial. Asked at the end once for all.
    private async Task DeleteTwinsAsync(CancellationToken cancellation)
    {
        var found = await ChildRuns.ReadAsync(_store!, _parent!.ExperimentId, _parent.RunId, cancellation);
        await found.DeleteTwinsAsync(_trials.Values.Where(trial => trial.RunId is not null).ToDictionary(trial => trial.Identity(_parent), trial => trial.RunId!), cancellation);
    }

    // Trials that began, without those that are wholly in the store.
    private List<TrialShipper> Started()
    {
        var ids = StartedTrials.Of(run).Where(id => !_complete.Contains(id)).ToList();
        if (ids.Any(id => !_trials.ContainsKey(id)))
        {
            foreach (var entry in new TrialIndex(run).Read().Where(entry => !_trials.ContainsKey(entry.Id) && !_complete.Contains(entry.Id)))
                _trials[entry.Id] = new TrialShipper(run, _store!, entry, _size);
        }

        return [.. ids.Where(_trials.ContainsKey).Select(id => _trials[id])];
    }

    private bool TryLock()
    {
        try
        {
            _lock ??= new FileStream(Path.Combine(run.Tracking, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
