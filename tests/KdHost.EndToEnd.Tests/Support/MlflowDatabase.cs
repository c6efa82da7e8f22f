using Microsoft.Data.Sqlite;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Reads a local store as MLflow does: from its tables.</summary>
internal static class MlflowDatabase
{
    /// <summary>All runs, in the order of their start.</summary>
    public static IReadOnlyList<MlflowRun> Read(string path)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        database.Open();
        var parameters = Rows(database, "SELECT run_uuid, key, value FROM params", row => (Run: row.GetString(0), Key: row.GetString(1), Value: row.GetString(2))).ToLookup(row => row.Run);
        var tags = Rows(database, "SELECT run_uuid, key, value FROM tags", row => (Run: row.GetString(0), Key: row.GetString(1), Value: row.GetString(2))).ToLookup(row => row.Run);
        var metrics = Rows(database, "SELECT run_uuid, key, step, value FROM metrics", row => (Run: row.GetString(0), Point: new MlflowPoint(row.GetString(1), row.GetInt64(2), row.GetDouble(3)))).ToLookup(row => row.Run);
        return Rows(database, "SELECT run_uuid, name, status, artifact_uri FROM runs ORDER BY start_time", row => new MlflowRun(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            parameters[row.GetString(0)].ToDictionary(param => param.Key, param => param.Value),
            tags[row.GetString(0)].ToDictionary(tag => tag.Key, tag => tag.Value),
            [.. metrics[row.GetString(0)].Select(metric => metric.Point)]));
    }

    private static List<T> Rows<T>(SqliteConnection database, string query, Func<SqliteDataReader, T> read)
    {
        using var command = database.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}

/// <summary>A run in a tracking store.</summary>
internal sealed record MlflowRun(
    string Id, string Name, string Status, string ArtifactFolder, Dictionary<string, string> Params, Dictionary<string, string> Tags, IReadOnlyList<MlflowPoint> Points)
{
    /// <summary>Id of the trial that it tells of; null for the grid's own run.</summary>
    public string? Trial => Tags.GetValueOrDefault("kdhost.trial_id");

    /// <summary>Fails when a point stands twice.</summary>
    public void MustHaveEachPointOnce() => MustHaveOnce(Points);

    /// <summary>Fails when a point of a result stands twice. The load of the machine is another one when it is measured again.</summary>
    public void MustHaveEachResultOnce() => MustHaveOnce(Points.Where(point => Outcome.IsResult(point.Key)));

    private void MustHaveOnce(IEnumerable<MlflowPoint> points) =>
        Assert.Empty(points.GroupBy(point => (point.Key, point.Step)).Where(group => group.Count() > 1).Select(group => $"{Name}: {group.Key} {group.Count()} times"));
}

/// <summary>A point of a curve.</summary>
internal readonly record struct MlflowPoint(string Key, long Step, double Value);
