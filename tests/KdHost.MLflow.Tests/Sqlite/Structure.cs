using Microsoft.Data.Sqlite;

namespace KdHost.MLflow.Tests.Sqlite;

/// <summary>What SQLite says about the structure of a file.</summary>
public static class Structure
{
    public static IReadOnlyList<string> Of(string path)
    {
        var lines = new List<string>();
        foreach (var table in Query(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            lines.AddRange(Query(path, $"PRAGMA table_info('{table}')").Select(row => $"{table} column {row}"));
            lines.AddRange(Query(path, $"PRAGMA foreign_key_list('{table}')").Select(row => $"{table} key {row}"));
            var indices = Query(path, $"SELECT name || '|' || \"unique\" || '|' || origin || '|' || partial FROM pragma_index_list('{table}') ORDER BY 1");
            lines.AddRange(indices.Select(row => $"{table} index {row}"));
            foreach (var index in indices)
                lines.AddRange(Query(path, $"PRAGMA index_info('{index[..index.IndexOf('|')]}')").Select(row => $"{index} has {row}"));
        }

        return lines;
    }

    public static IReadOnlyList<string> Query(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetValue(i).ToString())));
        return rows;
    }

    public static void Execute(string path, string sql) => Query(path, sql);

    /// <summary>Names of constraints, which migrations look for, in the order of their tables.</summary>
    public static IReadOnlyList<string> Constraints(string path) =>
    [
        .. Query(path, "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .SelectMany(row => System.Text.RegularExpressions.Regex.Matches(row, @"CONSTRAINT (\w+)").Select(match => $"{row[..row.IndexOf('|')]} {match.Groups[1].Value}"))
            .Order(StringComparer.Ordinal),
    ];
}
