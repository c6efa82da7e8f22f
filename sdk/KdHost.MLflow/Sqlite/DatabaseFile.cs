using KdHost.MLflow.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace KdHost.MLflow.Sqlite;

/// <summary>Opens the file of a local store, or makes it.</summary>
internal static class DatabaseFile
{
    private const int CacheKilobytes = 32 * 1024, CheckpointPages = 4000;

    internal static (Database Database, SchemaState State) Open(string path, ArtifactFolders artifacts, MlflowOptions options)
    {
        try
        {
            if (!File.Exists(path))
                Create(path, artifacts, options);
            return OpenExisting(path, artifacts, options);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlflowException($"{path} cannot be opened: {e.Message}", e) { Endpoint = path };
        }
    }

    // Built aside and put in place complete: nobody sees half a file, and of two programs that start at once one wins.
    private static void Create(string path, ArtifactFolders artifacts, MlflowOptions options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var building = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (var database = new Database(building))
            {
                SetJournal(database, path, options);
                Fill(database, artifacts, options);
            }

            File.Move(building, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another program was first; its file is as good.
        }
        finally
        {
            foreach (var left in new[] { building, $"{building}-wal", $"{building}-shm" })
                File.Delete(left);
        }
    }

    private static (Database, SchemaState) OpenExisting(string path, ArtifactFolders artifacts, MlflowOptions options)
    {
        var database = new Database(path);
        try
        {
            // Looks before it sets the journal mode, which would already write.
            var state = SchemaCheck.Read(database, path, options.Warn);
            SetJournal(database, path, options);
            if (state == SchemaState.Empty)
            {
                Fill(database, artifacts, options);
                state = SchemaCheck.Read(database, path, options.Warn);
            }

            return (database, state);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Fill(Database database, ArtifactFolders artifacts, MlflowOptions options) => database.InTransaction(() =>
    {
        if (database.Number("SELECT count(*) FROM sqlite_master") != 0)
            return false;

        database.Run(Script(Revisions.Written));
        if (options.LocalSchema == LocalSchema.Mlflow20)
            database.Run(Script(Revisions.Oldest));

        // The UI opens experiment 0 whether it is used or not.
        new ExperimentTable(database, artifacts, options.Time).Insert(0, "Default");
        return true;
    });

    private static string Script(string revision)
    {
        using var script = new StreamReader(typeof(DatabaseFile).Assembly.GetManifestResourceStream($"{revision}.sql")!);
        return script.ReadToEnd();
    }

    private static void SetJournal(Database database, string path, MlflowOptions options)
    {
        var ahead = options.Journal switch
        {
            SqliteJournal.WriteAhead => true,
            SqliteJournal.Rollback => false,
            _ => !NetworkDisk.Holds(Path.GetDirectoryName(path)!),
        };
        var mode = database.Text($"PRAGMA journal_mode = {(ahead ? "WAL" : "DELETE")}");

        // Others who have the file open can keep the mode as it was.
        database.Run($"PRAGMA synchronous = {(mode == "wal" ? "NORMAL" : "FULL")}");

        // The keys of metrics are wide and come in no order of theirs: with SQLite's 2 MB of pages in memory large files would be read again and again.
        database.Run($"PRAGMA cache_size = -{CacheKilobytes}; PRAGMA wal_autocheckpoint = {CheckpointPages}");
    }
}
