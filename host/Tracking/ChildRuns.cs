using System.Globalization;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>The trials' runs that the store has already, asked for once: afterwards a new trial costs a request less.</summary>
internal sealed class ChildRuns
{
    private readonly ITrackingStore _store;
    private readonly Dictionary<string, List<Run>> _found;

    private ChildRuns(ITrackingStore store, Dictionary<string, List<Run>> found) => (_store, _found) = (store, found);

    /// <summary>Asks the store.</summary>
    public static async Task<ChildRuns> ReadAsync(ITrackingStore store, string experimentId, string parentId, CancellationToken cancellation)
    {
        var found = new Dictionary<string, List<Run>>();
        await foreach (var run in store.FindRunsAsync(experimentId, new Tag(TrackingNames.Parent, parentId), cancellation))
        {
            if (run.Tag(TrackingNames.Identity) is not { } identity)
                continue;
            if (!found.TryGetValue(identity, out var runs))
                found[identity] = runs = [];
            runs.Add(run with { Metrics = [], Params = [], Inputs = [] });
        }

        return new ChildRuns(store, found);
    }

    /// <summary>The run of an identity, or a new one. Of several (an answer was lost, a gateway delivered twice) one stays.</summary>
    public async Task<Run> AdoptOrCreateAsync(NewRun run, string identity, CancellationToken cancellation)
    {
        List<Run>? runs;
        lock (_found)
            _found.Remove(identity, out runs);
        if (runs is not null)
            return await SettleAsync(runs, null, cancellation);
        try
        {
            return await _store.CreateRunAsync(run with { Tags = [.. run.Tags, new Tag(TrackingNames.Identity, identity)] }, cancellation);
        }
        catch (MlflowException error) when (error.OutcomeUnknown)
        {
            var made = new List<Run>();
            await foreach (var hit in _store.FindRunsAsync(run.ExperimentId, new Tag(TrackingNames.Identity, identity), cancellation))
                made.Add(hit);
            if (made.Count == 0)
                throw;
            return await SettleAsync(made, null, cancellation);
        }
    }

    /// <summary>Deletes the twins of runs that were written to.</summary>
    /// <param name="written">The run of each identity that was written to.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task DeleteTwinsAsync(IReadOnlyDictionary<string, string> written, CancellationToken cancellation)
    {
        foreach (var (identity, runs) in _found.Where(pair => pair.Value.Count > 1))
            await SettleAsync(runs, written.GetValueOrDefault(identity), cancellation);
    }

    // The one to keep: the one that was written to, else an active one, the fullest, the earliest. Every process chooses alike.
    private async Task<Run> SettleAsync(List<Run> runs, string? written, CancellationToken cancellation)
    {
        var ordered = runs
            .OrderBy(run => run.Id != written)
            .ThenBy(run => run.Info.Stage)
            .ThenByDescending(run => long.TryParse(run.Tag(TrackingNames.Cursor), CultureInfo.InvariantCulture, out var cursor) ? cursor : 0)
            .ThenBy(run => run.Info.StartTime)
            .ThenBy(run => run.Id, StringComparer.Ordinal)
            .ToList();
        foreach (var twin in ordered.Skip(1).Where(run => run.Info.Stage == LifecycleStage.Active))
            await _store.DeleteRunAsync(twin.Id, cancellation);
        return ordered[0];
    }
}
