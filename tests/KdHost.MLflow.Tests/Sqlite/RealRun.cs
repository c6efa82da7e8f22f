using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Sqlite;

/// <summary>The first trial of the real stores, written by us.</summary>
internal static class RealRun
{
    /// <summary>Rows of that trial, without ids and places.</summary>
    internal static readonly string[] Queries =
    [
        "SELECT name, source_type, source_name, entry_point_name, status, start_time, end_time, source_version, lifecycle_stage, deleted_time FROM runs WHERE name = 'trial-0'",
        Of("SELECT key, value, timestamp, step, is_nan FROM metrics"),
        Of("SELECT key, value, timestamp, step, is_nan FROM latest_metrics"),
        Of("SELECT key, value FROM params"),
        Of("SELECT key, value FROM tags") + " AND key <> 'mlflow.parentRunId'",
        "SELECT name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile FROM datasets",
        "SELECT DISTINCT source_type, destination_type FROM inputs",
        "SELECT DISTINCT name, value FROM input_tags",
    ];

    internal static async Task WriteAsync(ITrackingStore store)
    {
        var experiment = await store.GetOrCreateExperimentAsync("kd-grid", cancellation: Some.Cancellation);
        var run = await store.CreateRunAsync(Some.Run(experiment, "trial-0", tags: new Tag("kdhost.trial_id", "t0")), Some.Cancellation);
        await store.LogInputsAsync(run.Id, [new DatasetInput(Some.Dataset(), "training")], Some.Cancellation);
        await store.LogBatchAsync(
            run.Id,
            new RunBatch
            {
                Params = [new("lr", "0.1"), new("kd.temperature", "4")],
                Metrics =
                [
                    .. Enumerable.Range(0, 5).Select(step => new Metric("train/loss", 1.0 / (step + 1), 1764000000000 + step, step)),
                    new("val/acc", 0.5, 1764000000009, 4),
                    new("inf", double.PositiveInfinity, 1764000000009, 4),
                ],
                Tags = [new("kdhost.cursor", "13")],
            },
            Some.Cancellation);
        await store.UpdateRunAsync(
            run.Id,
            new RunUpdate { Status = RunStatus.Finished, EndTime = DateTimeOffset.FromUnixTimeMilliseconds(1764000009000) },
            Some.Cancellation);
    }

    private static string Of(string select) =>
        $"SELECT * FROM ({select} WHERE run_uuid = (SELECT run_uuid FROM runs WHERE name = 'trial-0') ORDER BY 1, 2) WHERE 1";
}
