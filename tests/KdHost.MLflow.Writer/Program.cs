using System.Globalization;
using KdHost.MLflow;

// Arguments: the file, the run's id, how many batches. Goes on where an earlier process of the same run was stopped.
const int BatchSize = 50;

var (path, runId, batches) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
await using var store = new SqliteTrackingStore(path);
var experiment = await store.GetOrCreateExperimentAsync("writers");
var run = await store.CreateRunAsync(new NewRun
{
    ExperimentId = experiment.Id,
    Name = runId,
    StartTime = DateTimeOffset.UnixEpoch,
    WantedRunId = runId,
});
var cursor = RunCursor.At(store, run, "cursor");
while (cursor.Position < (long)batches * BatchSize)
{
    var from = cursor.Position;
    var metrics = Enumerable.Range(0, BatchSize).Select(i => new Metric("m", from + i, from + i, from + i));
    await cursor.AdvanceAsync(from + BatchSize, new RunBatch { Metrics = [.. metrics] });
}
