using Microsoft.Data.Sqlite;

namespace KdHost.MLflow.Sqlite;

/// <summary>One connection with its prepared statements. Parameters are <c>$1</c>, <c>$2</c>, … For one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private const int BusySeconds = 60;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private readonly Dictionary<string, RowWriter> _writers = [];

    internal Database(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = BusySeconds,
            ForeignKeys = true,
        }.ToString());
        try
        {
            _connection.Open();
            Run($"PRAGMA busy_timeout = {BusySeconds * 1000}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs a script or a statement that is not worth preparing.</summary>
    internal void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows changed.</returns>
    internal int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    internal string? Text(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteScalar() as string;

    internal long? Number(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteScalar() as long?;

    internal List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>The statement with its values bound; kept for the next time.</summary>
    internal SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter($"${i + 1}", null));
            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>A statement for many rows; kept for the next time.</summary>
    internal RowWriter Rows(string sql)
    {
        if (!_writers.TryGetValue(sql, out var writer))
            _writers.Add(sql, writer = new RowWriter(_connection, sql));
        return writer;
    }

    /// <summary>All of the work or, when it throws, nothing.</summary>
    internal T InTransaction<T>(Func<T> work)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Run("COMMIT");
            return result;
        }
        catch
        {
            // SQLite may have rolled back by itself, for one when the disk is full.
            if (!_connection.IsAutocommit())
                Run("ROLLBACK");
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        foreach (var writer in _writers.Values)
            writer.Dispose();
        _connection.Dispose();
    }
}
