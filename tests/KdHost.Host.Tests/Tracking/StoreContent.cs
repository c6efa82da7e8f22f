using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using KdHost.MLflow;

namespace KdHost.Host.Tests.Tracking;

/// <summary>Compares what a store holds of a grid with what its journals say.</summary>
internal static class StoreContent
{
    /// <summary>The active runs of the only experiment.</summary>
    public static async Task<List<Run>> RunsAsync(ITrackingStore store)
    {
        var experiment = (await store.FindExperimentAsync("grid"))!;
        var runs = new List<Run>();
        await foreach (var run in store.SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.Id] }))
            runs.Add(run);
        return runs;
    }

    /// <summary>Fails unless every ended trial is one run with exactly the points of its journal, once each.</summary>
    public static async Task MustEqualJournalsAsync(DiskGrid grid, ITrackingStore store)
    {
        var runs = await RunsAsync(store);
        var children = runs.Where(run => run.Tag(TrackingNames.Trial) is not null).ToDictionary(run => run.Tag(TrackingNames.Trial)!);
        Assert.Equal(runs.Count - 1, children.Count);
        foreach (var trial in grid.Trials)
        {
            if (new DoneTrials(grid.Run).Find(trial) is not { } done)
                continue;
            var run = children[trial];
            Assert.Equal(done.State == TrialState.Finished ? RunStatus.Finished : RunStatus.Failed, run.Info.Status);
            Assert.Equal($"{JournalPlace.End(done.Epoch).Cursor}", run.Tag(TrackingNames.Cursor));
            var expected = JournalReader.Read(grid.Run.Trial(trial), done.Epoch).OfType<MetricRecord>()
                .Select(metric => new Metric(metric.Name, metric.Value, metric.Time, metric.Step)).ToHashSet();
            var stored = await PointsAsync(store, run.Id, expected.Select(metric => metric.Key).Distinct());
            Assert.Equal(expected.Count, stored.Count);
            Assert.Empty(expected.Except(stored));
            Assert.Equal(("vanilla-kd", "1"), (run.Param("method"), run.Param("temperature")));
            Assert.Equal(done.Metrics.ContainsKey("val/acc"), run.Metric("final/acc") is not null);
        }
    }

    public static async Task<List<Metric>> PointsAsync(ITrackingStore store, string runId, IEnumerable<string> keys)
    {
        var stored = new List<Metric>();
        foreach (var key in keys)
        {
            await foreach (var metric in store.GetMetricHistoryAsync(runId, key))
                stored.Add(metric);
        }

        return stored;
    }
}
