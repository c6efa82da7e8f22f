namespace KdHost.MLflow.Sqlite;

/// <summary>Data sets and their use by runs in a database.</summary>
internal sealed class InputTable(Database database, RunTable runs)
{
    internal void Write(string runId, IReadOnlyList<DatasetInput> inputs)
    {
        runs.DemandActive(runId);
        var experiment = database.Number("SELECT experiment_id FROM runs WHERE run_uuid = $1", runId);
        foreach (var input in inputs)
        {
            var dataset = DatasetId(experiment, input.Dataset);
            var id = InputId(dataset, runId);
            if (input.Context is { } context)
            {
                database.Execute(
                    "INSERT INTO input_tags (input_uuid, name, value) VALUES ($1, $2, $3) ON CONFLICT (input_uuid, name) DO UPDATE SET value = excluded.value",
                    id, InputContent.ContextTag, context);
            }
        }
    }

    internal List<DatasetInput> Read(string runId) => database.Query(
        """
        SELECT d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, d.dataset_profile, t.value
        FROM inputs i
        JOIN datasets d ON d.dataset_uuid = i.source_id
        LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = $2
        WHERE i.destination_type = 'RUN' AND i.destination_id = $1 AND i.source_type = 'DATASET'
        ORDER BY d.name, d.digest
        """,
        row => new DatasetInput(
            new Dataset
            {
                Name = row.GetString(0),
                Digest = row.GetString(1),
                SourceType = row.GetString(2),
                Source = row.GetString(3),
                Schema = row.IsDBNull(4) ? null : row.GetString(4),
                Profile = row.IsDBNull(5) ? null : row.GetString(5),
            },
            row.IsDBNull(6) ? null : row.GetString(6)),
        runId, InputContent.ContextTag);

    private string DatasetId(long? experiment, Dataset set)
    {
        database.Execute(
            """
            INSERT INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (experiment_id, name, digest) DO NOTHING
            """,
            Guid.NewGuid().ToString("N"), experiment, set.Name, set.Digest, set.SourceType, set.Source, set.Schema, set.Profile);
        return database.Text(
            "SELECT dataset_uuid FROM datasets WHERE experiment_id = $1 AND name = $2 AND digest = $3",
            experiment, set.Name, set.Digest)!;
    }

    private string InputId(string dataset, string runId)
    {
        database.Execute(
            """
            INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
            VALUES ($1, 'DATASET', $2, 'RUN', $3)
            ON CONFLICT (source_type, source_id, destination_type, destination_id) DO NOTHING
            """,
            Guid.NewGuid().ToString("N"), dataset, runId);
        return database.Text(
            "SELECT input_uuid FROM inputs WHERE source_type = 'DATASET' AND source_id = $1 AND destination_type = 'RUN' AND destination_id = $2",
            dataset, runId)!;
    }
}
