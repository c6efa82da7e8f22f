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
    private readonly ITrackingStore _store = address.Open();
    private readonly Dictionary<string, TrialShipper> _trials = [];
    private readonly DoneTrials _done = new(run);
    private FileStream? _lock;
    private ParentRun? _parent;

    /// <summary>Ships what is new.</summary>
    /// <returns>False when another process is shipping this directory.</returns>
    /// <exception cref="MlflowException">The store did not take it; a later call goes on from there.</exception>
    public async Task<bool> ShipAsync(CancellationToken cancellation)
    {
        if (!TryLock())
            return false;
        var record = RunRecord.TryRead(run)!;
        _parent ??= await ParentRun.OpenAsync(run, record, _store, cancellation);
        foreach (var entry in new TrialIndex(run).Read())
        {
            if (!_trials.TryGetValue(entry.Id, out var trial))
                trial = _trials[entry.Id] = new TrialShipper(run, _store, entry);
            if (!trial.IsComplete)
                await trial.ShipAsync(_parent, _done.Find(entry.Id), cancellation);
        }

        return true;
    }

    /// <summary>Ships all that is left, then the grid's own results.</summary>
    /// <returns>What the user types to see the results; null when another process is shipping this directory.</returns>
    public async Task<string?> ConcludeAsync(CancellationToken cancellation)
    {
        var results = GridResults.Read(run);
        if (ShippedMark.Find(run, address, results) is { } known)
            return known;
        if (!await ShipAsync(cancellation))
            return null;
        var open = address.HowToOpen(_parent!.Page);
        var unfinished = results.Configurations.Any(configuration => configuration.Trials.Any(trial => trial.Done is null));
        var status = unfinished ? RunStatus.Killed : results.Count(TrialState.Failed) > 0 ? RunStatus.Failed : RunStatus.Finished;
        await _parent.ConcludeAsync(results, status, open, cancellation);
        ShippedMark.Write(run, address, results, open);
        return open;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        if (_lock is not null)
            await _lock.DisposeAsync();
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
