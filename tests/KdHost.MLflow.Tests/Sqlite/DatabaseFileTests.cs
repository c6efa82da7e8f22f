using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Sqlite;

/// <summary>Which files are opened, made and left alone.</summary>
public sealed class DatabaseFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("mlflow.db");

    public void Dispose() => _folder.Dispose();

    private MlflowException Refused()
    {
        var before = File.ReadAllBytes(Path);
        var e = Assert.Throws<MlflowException>(() => new SqliteTrackingStore(Path));
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFileSystemEntries(_folder.Root));
        return e;
    }

    private async Task MakeAsync(string? alter = null)
    {
        await new SqliteTrackingStore(Path, new MlflowOptions { Journal = SqliteJournal.Rollback }).DisposeAsync();
        if (alter is not null)
            Structure.Execute(Path, alter);
    }

    [Fact]
    public async Task After_closing_one_file_is_all_there_is()
    {
        await using (var store = new SqliteTrackingStore(Path))
            await store.LogBatchAsync((await Some.RunIn(store)).Id, Some.Metrics(100), Some.Cancellation);
        Assert.Equal([Path], Directory.GetFileSystemEntries(_folder.Root));
        Assert.Equal(["100"], Structure.Query(Path, "SELECT count(*) FROM metrics"));
    }

    [Fact]
    public async Task Missing_folders_are_made()
    {
        await using var store = TrackingStore.Open($"sqlite:///{_folder.File("a/b/mlflow.db")}");
        Assert.True(File.Exists(_folder.File("a/b/mlflow.db")));
    }

    [Fact]
    public async Task Programs_that_start_at_once_share_one_file()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new SqliteTrackingStore(Path))));
        var experiments = await Task.WhenAll(stores.Select(store => store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation)));
        Assert.Single(experiments.Select(experiment => experiment.Id).Distinct());
        foreach (var store in stores)
            await store.DisposeAsync();
        Assert.Equal([Path], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task An_empty_file_is_filled()
    {
        await File.WriteAllBytesAsync(Path, [], Some.Cancellation);
        await using var store = new SqliteTrackingStore(Path);
        Assert.Equal("acf3f17fdcc7", (await store.ProbeAsync(Some.Cancellation)).Version);
    }

    [Fact]
    public void Another_database_is_left_alone()
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE other (x)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("not MLflow's", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Repeat("not a database ", 500)));
        Assert.Contains("not a sound SQLite file", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_revision_with_all_that_we_write_is_opened_with_one_warning()
    {
        await MakeAsync("UPDATE alembic_version SET version_num = 'from-the-future'; ALTER TABLE runs ADD COLUMN mood TEXT NOT NULL DEFAULT 'fine'");
        var warnings = new List<string>();
        await using var store = new SqliteTrackingStore(Path, new MlflowOptions { Warn = warnings.Add });
        await Some.RunIn(store);
        Assert.Contains("from-the-future", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_revision_that_demands_a_column_is_left_alone()
    {
        await MakeAsync(
            """
            UPDATE alembic_version SET version_num = 'from-the-future';
            DROP TABLE params;
            CREATE TABLE params (key VARCHAR, value VARCHAR, run_uuid VARCHAR, mood TEXT NOT NULL);
            """);
        var message = Refused().Message;
        Assert.Contains("migrated by a newer MLflow (revision from-the-future", message, StringComparison.Ordinal);
        Assert.Contains("params.mood", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_revision_that_lacks_a_column_is_left_alone()
    {
        await MakeAsync("UPDATE alembic_version SET version_num = 'from-the-future'; ALTER TABLE runs RENAME COLUMN deleted_time TO removed_time");
        Assert.Contains("runs.deleted_time", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_under_way_is_noticed_before_the_next_write()
    {
        await MakeAsync();
        await using var store = new SqliteTrackingStore(Path);
        var run = await Some.RunIn(store);
        Structure.Execute(Path, "ALTER TABLE metrics ADD COLUMN model_id TEXT; UPDATE alembic_version SET version_num = 'later'");
        await store.LogBatchAsync(run.Id, Some.Metrics(2), Some.Cancellation);

        Structure.Execute(Path, "ALTER TABLE metrics RENAME COLUMN step TO stride");
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.LogBatchAsync(run.Id, Some.Metrics(3), Some.Cancellation));
        Assert.Contains("metrics.step", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqliteJournal.WriteAhead, "wal")]
    [InlineData(SqliteJournal.Rollback, "delete")]
    public async Task The_journal_is_as_ordered(SqliteJournal journal, string mode)
    {
        await using var store = new SqliteTrackingStore(Path, new MlflowOptions { Journal = journal });
        await Some.RunIn(store);
        Assert.Equal([mode], Structure.Query(Path, "PRAGMA journal_mode"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder.File("file"), "");
        var e = Assert.Throws<MlflowException>(() => new SqliteTrackingStore(_folder.File("file/mlflow.db")));
        Assert.Contains("mlflow.db", e.Message, StringComparison.Ordinal);
    }
}
