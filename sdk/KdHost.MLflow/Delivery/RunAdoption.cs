namespace KdHost.MLflow;

/// <summary>
/// Creates a run once. Servers make the ids and know no idempotency key, so a tag identifies the run: it is looked
/// for before creating and again when an answer was lost.
/// </summary>
public static class RunAdoption
{
    /// <summary>The runs that carry a tag, deleted ones included.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experimentId">The experiment to look in.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static IAsyncEnumerable<Run> FindRunsAsync(this ITrackingStore store, string experimentId, Tag tag, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.SearchRunsAsync(
            new RunQuery
            {
                ExperimentIds = [experimentId],
                Filter = RunFilter.Any.Tag(tag.Key, tag.Value),
                View = RunView.All,
                OrderBy = [new RunOrder(RunField.Attribute, "start_time")],
            },
            cancellation);
    }

    /// <summary>
    /// The run that carries the identifying tag, or a new one. Of several (two programs raced, an answer was lost) the
    /// earliest started is taken, then the smallest id; the other active ones are deleted. A deleted run is handed back
    /// deleted: its user removed it, and restoring it is the user's word.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="run">The run to create; the identifying tag is added to its tags.</param>
    /// <param name="identity">The tag that no other run of the experiment has.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<Run> AdoptOrCreateRunAsync(this ITrackingStore store, NewRun run, Tag identity, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(run);
        if (await AdoptAsync(store, run.ExperimentId, identity, cancellation).ConfigureAwait(false) is { } found)
            return found;

        try
        {
            var tags = run.Tags.Where(tag => tag.Key != identity.Key).Append(identity).ToArray();
            return await store.CreateRunAsync(run with { Tags = tags }, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.OutcomeUnknown)
        {
            if (await AdoptAsync(store, run.ExperimentId, identity, cancellation).ConfigureAwait(false) is { } made)
                return made;
            throw;
        }
    }

    private static async Task<Run?> AdoptAsync(ITrackingStore store, string experimentId, Tag identity, CancellationToken cancellation)
    {
        var hits = new List<Run>();
        await foreach (var run in store.FindRunsAsync(experimentId, identity, cancellation).ConfigureAwait(false))
            hits.Add(run);

        var ordered = hits
            .OrderBy(run => run.Info.Stage)
            .ThenBy(run => run.Info.StartTime)
            .ThenBy(run => run.Id, StringComparer.Ordinal)
            .ToArray();
        foreach (var twin in ordered.Skip(1).Where(run => run.Info.Stage == LifecycleStage.Active))
            await store.DeleteRunAsync(twin.Id, cancellation).ConfigureAwait(false);
        return ordered.FirstOrDefault();
    }
}
