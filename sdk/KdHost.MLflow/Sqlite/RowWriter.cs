using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KdHost.MLflow.Sqlite;

/// <summary>
/// A prepared statement that writes one row after the other, bound by position straight in SQLite: a fifth of the cost of a command with named
/// parameters, which counts where there are thousands of rows a batch.
/// </summary>
internal sealed class RowWriter : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    internal RowWriter(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <summary>Writes a metric's row: key, value, timestamp, run, step, whether it is NaN.</summary>
    internal void Write(string key, string runId, StoredMetric metric)
    {
        raw.sqlite3_bind_text(_statement, 1, key);
        raw.sqlite3_bind_double(_statement, 2, metric.Value);
        raw.sqlite3_bind_int64(_statement, 3, metric.Timestamp);
        raw.sqlite3_bind_text(_statement, 4, runId);
        raw.sqlite3_bind_int64(_statement, 5, metric.Step);
        raw.sqlite3_bind_int(_statement, 6, metric.IsNan ? 1 : 0);
        var outcome = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        SqliteException.ThrowExceptionForRC(outcome, _database);
    }

    public void Dispose() => _statement.Dispose();
}
