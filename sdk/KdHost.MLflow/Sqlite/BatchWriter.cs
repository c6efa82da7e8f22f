namespace KdHost.MLflow.Sqlite;

/// <summary>Writes batches by the rules of MLflow's own SQL store.</summary>
internal sealed class BatchWriter(Database database, RunTable runs, TagTable tags)
{
    private const string InsertMetric =
        "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

    // The UI lists and charts only what is here, and newer means greater by step, then time, then value.
    private const string UpdateLatest =
        """
        INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (key, run_uuid) DO UPDATE
        SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
        WHERE (excluded.step, excluded.timestamp, excluded.value)
            > (latest_metrics.step, coalesce(latest_metrics.timestamp, -1), latest_metrics.value)
        """;

    private const string InsertParam =
        "INSERT INTO params (key, value, run_uuid) VALUES ($1, $2, $3) ON CONFLICT (key, run_uuid) DO NOTHING";

    internal void Write(string runId, RunBatch batch)
    {
        runs.DemandActive(runId);
        foreach (var param in batch.Params)
            Write(runId, param);
        Write(runId, batch.Metrics);
        foreach (var tag in batch.Tags)
            tags.Set(runId, tag);
    }

    private void Write(string runId, Param param)
    {
        if (database.Execute(InsertParam, param.Key, param.Value, runId) > 0)
            return;
        var stored = database.Text("SELECT value FROM params WHERE key = $1 AND run_uuid = $2", param.Key, runId);
        if (stored != param.Value)
        {
            throw new MlflowException(
                $"Changing param values is not allowed. Param with key='{param.Key}' was already logged with value='{stored}' "
                + $"for run ID='{runId}'. Attempted logging new value '{param.Value}'.")
            {
                ErrorCode = MlflowErrorCode.InvalidParameterValue,
                RunId = runId,
            };
        }
    }

    private void Write(string runId, IReadOnlyList<Metric> metrics)
    {
        if (metrics.Count == 0)
            return;
        var latest = new Dictionary<string, StoredMetric>();
        var (rows, latestRows) = (database.Rows(InsertMetric), database.Rows(UpdateLatest));
        foreach (var metric in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)) // rows of a key are neighbours in the file
        {
            var stored = StoredMetric.From(metric);
            rows.Write(metric.Key, runId, stored);
            if (!latest.TryGetValue(metric.Key, out var before) || stored.IsAfter(before))
                latest[metric.Key] = stored;
        }

        foreach (var (key, stored) in latest)
            latestRows.Write(key, runId, stored);
    }
}
