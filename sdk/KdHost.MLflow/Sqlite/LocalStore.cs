using KdHost.MLflow.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace KdHost.MLflow.Sqlite;

/// <summary>An open file with its tables: one piece of work at a time, writing ones in a transaction.</summary>
internal sealed class LocalStore : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Database _database;
    private readonly MlflowOptions _options;
    private long? _schemaVersion;
    private bool _isClosed;
    private SchemaState _state;

    internal LocalStore(string path, MlflowOptions options)
    {
        FilePath = path;
        _options = options with { Warn = OnceEach(options.Warn) };
        Artifacts = new ArtifactFolders(path);
        (_database, _state) = DatabaseFile.Open(path, Artifacts, _options);
        var tags = new TagTable(_database);
        Experiments = new ExperimentTable(_database, Artifacts, options.Time);
        Runs = new RunTable(_database, Artifacts, Experiments, tags, options.Time);
        Tags = tags;
        Batches = new BatchWriter(_database, Runs, tags);
        Inputs = new InputTable(_database, Runs);
        Registry = new RegistryTable(_database, Runs, options.Time);
    }

    internal string FilePath { get; }

    internal string Revision => _state.Revision ?? "";

    internal ArtifactFolders Artifacts { get; }

    internal ExperimentTable Experiments { get; }

    internal RunTable Runs { get; }

    internal TagTable Tags { get; }

    internal BatchWriter Batches { get; }

    internal InputTable Inputs { get; }

    internal RegistryTable Registry { get; }

    internal RunReader Reader => new(_database, _state.HasDatasets ? Inputs : null);

    /// <summary>Reads or throws <see cref="MlflowException"/>. Off the caller's thread: SQLite may wait for a lock.</summary>
    internal Task<T> ReadAsync<T>(Func<Database, T> work, CancellationToken cancellation, string? runId = null) =>
        RunAsync(() => work(_database), runId, cancellation);

    /// <summary>Does all of the work or nothing.</summary>
    internal Task<T> WriteAsync<T>(Func<T> work, CancellationToken cancellation, string? runId = null) =>
        RunAsync(() => _database.InTransaction(() =>
        {
            LookAgain();
            return work();
        }), runId, cancellation);

    /// <inheritdoc cref="WriteAsync{T}"/>
    internal Task WriteAsync(Action work, CancellationToken cancellation, string? runId = null) =>
        WriteAsync(() =>
        {
            work();
            return true;
        }, cancellation, runId);

    internal void DemandDatasets()
    {
        if (!_state.HasDatasets)
        {
            throw new MlflowException($"{FilePath} was made by an MLflow before 2.4 (revision {Revision}) and has no tables for data sets; open it once with a newer `mlflow ui`.")
            {
                ErrorCode = MlflowErrorCode.NotImplemented,
                Endpoint = FilePath,
            };
        }
    }

    /// <summary>Waits for the work at hand and folds the write-ahead log into the file, so that copying the one file is enough.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isClosed)
                await Task.Run(Close).ConfigureAwait(false);
            _isClosed = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Close()
    {
        try
        {
            _database.Run("PRAGMA busy_timeout = 2000; PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // A reader or a full disk is in the way: the log stays beside the file, and whoever closes next folds it.
        }

        _database.Dispose();
    }

    // `mlflow ui` may migrate the file at any time.
    private void LookAgain()
    {
        var version = _database.Number("PRAGMA schema_version");
        if (version == _schemaVersion)
            return;
        _state = SchemaCheck.Read(_database, FilePath, _options.Warn);
        _schemaVersion = version;
    }

    // The same check runs again whenever the schema changed.
    private static Action<string>? OnceEach(Action<string>? warn)
    {
        var said = new HashSet<string>();
        return warn is null ? null : line =>
        {
            if (said.Add(line))
                warn(line);
        };
    }

    private async Task<T> RunAsync<T>(Func<T> work, string? runId, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e, FilePath, runId);
        }
        finally
        {
            _gate.Release();
        }
    }
}
