using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking.Ui;

/// <summary>Finds the page of a run directory's grid in a store.</summary>
internal static class TrackedPage
{
    /// <summary>The page of the MLflow UI; null when the grid is not in the store yet.</summary>
    public static async Task<string?> FindAsync(RunDirectory run, ITrackingStore store, CancellationToken cancellation)
    {
        if (RunRecord.TryRead(run) is not { } record || await store.FindExperimentAsync(record.Name, cancellation) is not { } experiment)
            return null;
        await foreach (var parent in store.FindRunsAsync(experiment.Id, new Tag(TrackingNames.Identity, record.Token), cancellation))
            return GridPage.Of(experiment.Id, parent.Id, record.Objective);
        return null;
    }
}
