using System.Globalization;

namespace KdHost.MLflow.Sqlite;

/// <summary>The model registry in a database.</summary>
internal sealed class RegistryTable(Database database, RunTable runs, TimeProvider time)
{
    internal ModelVersion Register(NewModelVersion version)
    {
        runs.DemandActive(version.RunId);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        database.Execute("INSERT INTO registered_models (name, creation_time, last_updated_time, description) VALUES ($1, $2, $2, '') ON CONFLICT DO NOTHING", version.Name, now);
        var number = Find(version) ?? Insert(version, now);
        database.Execute("UPDATE model_versions SET description = $3, last_updated_time = $4 WHERE name = $1 AND version = $2", version.Name, number, version.Description, now);
        foreach (var tag in version.Tags)
        {
            database.Execute("DELETE FROM model_version_tags WHERE name = $1 AND version = $2 AND key = $3", version.Name, number, tag.Key);
            database.Execute("INSERT INTO model_version_tags (name, version, key, value) VALUES ($1, $2, $3, $4)", version.Name, number, tag.Key, tag.Value);
        }

        if (version.Alias is { } alias && HasAliases)
        {
            database.Execute("DELETE FROM registered_model_aliases WHERE name = $1 AND alias = $2", version.Name, alias);
            database.Execute("INSERT INTO registered_model_aliases (name, alias, version) VALUES ($1, $2, $3)", version.Name, alias, number);
        }

        return Read(version.Name, number);
    }

    private bool HasAliases => database.Number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'registered_model_aliases'") > 0;

    private long? Find(NewModelVersion version) => database.Number(
        "SELECT version FROM model_versions WHERE name = $1 AND source = $2 AND run_id = $3", version.Name, version.Source, version.RunId);

    private long Insert(NewModelVersion version, long now)
    {
        var number = (database.Number("SELECT max(version) FROM model_versions WHERE name = $1", version.Name) ?? 0) + 1;
        database.Execute(
            """
            INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id, status, status_message, run_link)
            VALUES ($1, $2, $3, $3, '', NULL, 'None', $4, $5, 'READY', NULL, '')
            """,
            version.Name, number, now, version.Source, version.RunId);
        database.Execute("UPDATE registered_models SET last_updated_time = $2 WHERE name = $1", version.Name, now);
        return number;
    }

    private ModelVersion Read(string name, long number) => database.Query(
        "SELECT source, run_id, creation_time, status, description FROM model_versions WHERE name = $1 AND version = $2",
        row => new ModelVersion
        {
            Name = name,
            Version = number.ToString(CultureInfo.InvariantCulture),
            Source = row.GetString(0),
            RunId = row.GetString(1),
            CreationTime = UnixTime.Read(row.GetInt64(2)),
            Status = row.GetString(3),
            Description = row.GetString(4),
            Tags = database.Query(
                "SELECT key, value FROM model_version_tags WHERE name = $1 AND version = $2 ORDER BY key", tag => new Tag(tag.GetString(0), tag.GetString(1)), name, number),
            Aliases = HasAliases
                ? database.Query("SELECT alias FROM registered_model_aliases WHERE name = $1 AND version = $2 ORDER BY alias", alias => alias.GetString(0), name, number)
                : [],
        },
        name, number).Single();
}
