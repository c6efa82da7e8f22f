using Microsoft.Data.Sqlite;

namespace KdHost.MLflow.Sqlite;

/// <summary>Reads runs from a database.</summary>
internal sealed class RunReader(Database database, InputTable? inputs)
{
    internal Run Read(string runId)
    {
        var info = database.Query(
            """
            SELECT run_uuid, experiment_id, name, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage
            FROM runs WHERE run_uuid = $1
            """,
            Info,
            runId).FirstOrDefault() ?? throw RunTable.Missing(runId);
        return new Run
        {
            Info = info,
            Metrics = database.Query(
                "SELECT key, value, timestamp, step, is_nan FROM latest_metrics WHERE run_uuid = $1 ORDER BY key", Metric, runId),
            Params = database.Query(
                "SELECT key, value FROM params WHERE run_uuid = $1 ORDER BY key", row => new Param(row.GetString(0), row.GetString(1)), runId),
            Tags = database.Query(
                "SELECT key, value FROM tags WHERE run_uuid = $1 ORDER BY key", row => new Tag(row.GetString(0), Text(row, 1)), runId),
            Inputs = inputs?.Read(runId) ?? [],
        };
    }

    /// <summary>One page of a history: what comes after a value, or the beginning.</summary>
    internal List<StoredMetric> History(string runId, string key, StoredMetric? after, int most) => database.Query(
        """
        SELECT key, value, timestamp, step, is_nan FROM metrics
        WHERE run_uuid = $1 AND key = $2 AND ($3 IS NULL OR (step, timestamp, value, is_nan) > ($3, $4, $5, $6))
        ORDER BY step, timestamp, value, is_nan LIMIT $7
        """,
        Stored, runId, key, after?.Step, after?.Timestamp, after?.Value, after is { } value ? (value.IsNan ? 1L : 0L) : null, (long)most);

    private static RunInfo Info(SqliteDataReader row) => new()
    {
        RunId = row.GetString(0),
        ExperimentId = MlflowNumber.Text(row.GetInt64(1)),
        Name = Text(row, 2),
        UserId = Text(row, 3),
        Status = WireNames.Status(Text(row, 4)),
        StartTime = DateTimeOffset.FromUnixTimeMilliseconds(row.IsDBNull(5) ? 0 : row.GetInt64(5)),
        EndTime = UnixTime.Read(row.IsDBNull(6) ? null : row.GetInt64(6)),
        ArtifactUri = Text(row, 7),
        Stage = WireNames.Stage(Text(row, 8)),
    };

    private static Metric Metric(SqliteDataReader row) => Stored(row).ToMetric(row.GetString(0));

    private static StoredMetric Stored(SqliteDataReader row) =>
        new(row.GetDouble(1), row.IsDBNull(2) ? 0 : row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4));

    private static string Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);
}
