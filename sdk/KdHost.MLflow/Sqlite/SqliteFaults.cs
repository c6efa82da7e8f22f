using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KdHost.MLflow.Sqlite;

/// <summary>Says what an error of SQLite means for the store.</summary>
internal static class SqliteFaults
{
    internal static bool IsAutocommit(this SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle) != 0;

    internal static MlflowException Explain(SqliteException e, string path, string? runId = null)
    {
        var (advice, transient) = e.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ("another program holds it; try again", true),
            raw.SQLITE_FULL => ("the disk is full", true),
            raw.SQLITE_IOERR => ("the disk gave an error", true),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => ("it cannot be written; check its permissions", false),
            raw.SQLITE_CANTOPEN => ("it cannot be opened or created; check the folder and its permissions", false),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => ("it is not a sound SQLite file; move it away", false),
            _ => ("SQLite refused", false),
        };
        return new MlflowException($"{path}: {advice} ({e.Message}).", e)
        {
            ErrorCode = e.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
                ? MlflowErrorCode.TemporarilyUnavailable
                : MlflowErrorCode.InternalError,
            Endpoint = path,
            RunId = runId,
            IsTransient = transient,
        };
    }
}
