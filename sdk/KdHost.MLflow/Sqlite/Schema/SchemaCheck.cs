namespace KdHost.MLflow.Sqlite.Schema;

/// <summary>Decides whether a database is MLflow's and of a kind that can be written without harm. Only reads.</summary>
internal static class SchemaCheck
{
    // What we write, by table. Data sets are not there before MLflow 2.4 and are optional.
    private static readonly (string Table, string[] Columns)[] Written =
    [
        ("experiments", ["experiment_id", "name", "artifact_location", "lifecycle_stage", "creation_time", "last_update_time"]),
        ("experiment_tags", ["key", "value", "experiment_id"]),
        ("runs", ["run_uuid", "name", "source_type", "source_name", "entry_point_name", "user_id", "status", "start_time",
            "end_time", "source_version", "lifecycle_stage", "artifact_uri", "experiment_id", "deleted_time"]),
        ("tags", ["key", "value", "run_uuid"]),
        ("params", ["key", "value", "run_uuid"]),
        ("metrics", ["key", "value", "timestamp", "run_uuid", "step", "is_nan"]),
        ("latest_metrics", ["key", "value", "timestamp", "run_uuid", "step", "is_nan"]),
        ("datasets", ["dataset_uuid", "experiment_id", "name", "digest", "dataset_source_type", "dataset_source", "dataset_schema", "dataset_profile"]),
        ("inputs", ["input_uuid", "source_type", "source_id", "destination_type", "destination_id"]),
        ("input_tags", ["input_uuid", "name", "value"]),
    ];

    /// <summary>The state of a database that can be written; throws for any other.</summary>
    internal static SchemaState Read(Database database, string path, Action<string>? warn)
    {
        var tables = database.Query("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)).ToHashSet();
        if (tables.Count == 0)
            return SchemaState.Empty;
        if (!tables.Contains("alembic_version"))
            throw Refused($"{path} is a database, but not MLflow's; use another file", path);

        var revision = database.Text("SELECT version_num FROM alembic_version") ?? "none";
        var hasDatasets = tables.Contains("datasets");
        if (!Revisions.IsKnown(revision))
        {
            if (Problem(database, hasDatasets) is { } problem)
                throw Refused($"{path} was migrated by a newer MLflow (revision {revision}: {problem}); update this program or use another file", path);
            warn?.Invoke($"{path} has the revision {revision}, which is newer than this program; all columns that it writes are there, so it goes on.");
        }

        return new SchemaState(revision, hasDatasets);
    }

    private static string? Problem(Database database, bool hasDatasets)
    {
        foreach (var (table, columns) in Written.Where(entry => hasDatasets || entry.Table is not ("datasets" or "inputs" or "input_tags")))
        {
            var found = database.Query(
                $"SELECT name, \"notnull\" <> 0 AND dflt_value IS NULL FROM pragma_table_info('{table}')",
                row => (Name: row.GetString(0), IsDemanded: row.GetBoolean(1)));
            if (columns.Except(found.Select(column => column.Name)).FirstOrDefault() is { } missing)
                return $"no column {table}.{missing}";
            if (found.Where(column => column.IsDemanded).Select(column => column.Name).Except(columns).FirstOrDefault() is { } demanded)
                return $"a new column {table}.{demanded} without default";
        }

        return null;
    }

    private static MlflowException Refused(string problem, string path) =>
        new(problem + ".") { ErrorCode = MlflowErrorCode.InvalidParameterValue, Endpoint = path };
}
