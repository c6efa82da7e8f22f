using System.Globalization;

namespace KdHost.MLflow.Sqlite;

/// <summary>Experiments in a database.</summary>
internal sealed class ExperimentTable(Database database, ArtifactFolders artifacts, TimeProvider time)
{
    internal Experiment? Find(string name)
    {
        var found = database.Query(
            """
            SELECT experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time
            FROM experiments WHERE name = $1
            """,
            row => new Experiment
            {
                Id = MlflowNumber.Text(row.GetInt64(0)),
                Name = row.GetString(1),
                ArtifactLocation = row.IsDBNull(2) ? "" : row.GetString(2),
                Stage = WireNames.Stage(row.IsDBNull(3) ? null : row.GetString(3)),
                CreationTime = UnixTime.Read(row.IsDBNull(4) ? null : row.GetInt64(4)),
                LastUpdateTime = UnixTime.Read(row.IsDBNull(5) ? null : row.GetInt64(5)),
            },
            name).FirstOrDefault();
        return found is null ? null : found with { Tags = Tags(found.Id) };
    }

    internal Experiment Create(string name, IReadOnlyList<Tag> tags)
    {
        var id = (database.Number("SELECT max(experiment_id) FROM experiments") ?? -1) + 1;
        Insert(id, name);
        foreach (var tag in tags)
            SetTag(MlflowNumber.Text(id), tag);
        return Find(name)!;
    }

    internal void Insert(long id, string name)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        database.Execute(
            """
            INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
            VALUES ($1, $2, $3, 'active', $4, $4)
            """,
            id, name, artifacts.OfExperiment(id), now);
    }

    internal void SetTag(string experimentId, Tag tag)
    {
        database.Execute(
            """
            INSERT INTO experiment_tags (key, value, experiment_id) VALUES ($1, $2, $3)
            ON CONFLICT (key, experiment_id) DO UPDATE SET value = excluded.value
            """,
            tag.Key, tag.Value, Demand(experimentId));
    }

    /// <summary>Restores it together with the runs that went into the bin with it, as MLflow does.</summary>
    internal void Restore(string experimentId)
    {
        var id = Demand(experimentId);
        database.Execute(
            "UPDATE experiments SET lifecycle_stage = 'active', last_update_time = $2 WHERE experiment_id = $1",
            id, time.GetUtcNow().ToUnixTimeMilliseconds());
        database.Execute("UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE experiment_id = $1", id);
    }

    /// <summary>The id as a number, if there is such an experiment.</summary>
    internal long Demand(string experimentId)
    {
        if (long.TryParse(experimentId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && database.Number("SELECT count(*) FROM experiments WHERE experiment_id = $1", id) == 1)
            return id;
        throw new MlflowException($"No Experiment with id={experimentId} exists") { ErrorCode = MlflowErrorCode.ResourceDoesNotExist };
    }

    private List<Tag> Tags(string experimentId) => database.Query(
        "SELECT key, value FROM experiment_tags WHERE experiment_id = $1 ORDER BY key",
        row => new Tag(row.GetString(0), row.IsDBNull(1) ? "" : row.GetString(1)),
        experimentId);
}
