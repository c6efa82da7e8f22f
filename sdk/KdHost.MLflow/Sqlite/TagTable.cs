namespace KdHost.MLflow.Sqlite;

/// <summary>Tags of runs in a database.</summary>
internal sealed class TagTable(Database database)
{
    internal void Set(string runId, Tag tag)
    {
        database.Execute(
            "INSERT INTO tags (key, value, run_uuid) VALUES ($1, $2, $3) ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value",
            tag.Key, tag.Value, runId);

        // MLflow keeps the name twice, and the two must agree.
        if (tag.Key == InputContent.RunNameTag)
            database.Execute("UPDATE runs SET name = $2 WHERE run_uuid = $1", runId, tag.Value);
    }
}
