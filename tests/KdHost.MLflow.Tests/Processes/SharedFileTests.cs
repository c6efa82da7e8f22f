using System.Globalization;
using KdHost.MLflow.Tests.Sqlite;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Processes;

/// <summary>One file, several writers, some of them killed.</summary>
public sealed class SharedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("mlflow.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_processes_and_this_one_write_at_once_and_nothing_is_lost()
    {
        const int Batches = 100;
        using var first = WriterProcess.Start(Path, "first", Batches);
        using var second = WriterProcess.Start(Path, "second", Batches);
        await using (var store = new SqliteTrackingStore(Path))
        {
            var run = await Some.RunIn(store);
            foreach (var step in Enumerable.Range(0, Batches))
                await store.LogBatchAsync(run.Id, new RunBatch { Metrics = [new("m", step, step, step)] }, Some.Cancellation);
            await first.FinishAsync();
            await second.FinishAsync();
        }

        AssertSound();
        Assert.Equal([$"{Batches * WriterProcess.BatchSize}", $"{Batches * WriterProcess.BatchSize}", $"{Batches}"], Counts());
    }

    [Fact(Explicit = true)]
    public async Task Two_processes_append_for_thirty_seconds_and_none_hears_that_the_file_is_locked()
    {
        var end = DateTimeOffset.UtcNow.AddSeconds(30);
        var expected = 0;
        for (var round = 1; DateTimeOffset.UtcNow < end; round++)
        {
            using var first = WriterProcess.Start(Path, "first", 400 * round);
            using var second = WriterProcess.Start(Path, "second", 400 * round);
            await first.FinishAsync();
            await second.FinishAsync();
            expected = 400 * round * WriterProcess.BatchSize;
        }

        AssertSound();
        Assert.Equal([$"{expected}", $"{expected}"], Counts());
    }

    [Fact]
    public async Task Killed_again_and_again_the_file_stays_sound_and_the_cursor_true()
    {
        const int Batches = 1_000_000;
        var reached = 0L;
        for (var kill = 0; kill < 5; kill++)
        {
            using var writer = WriterProcess.Start(Path, "run", Batches);
            while (Stored() <= reached)
                await Task.Delay(10, Some.Cancellation);
            await Task.Delay(7 * kill, Some.Cancellation);
            await writer.KillAsync();
            AssertSound();
            reached = Stored();
            Assert.Equal([$"{reached}"], Structure.Query(Path, "SELECT value FROM tags WHERE key = 'cursor'"));
        }

        using var last = WriterProcess.Start(Path, "run", (int)(reached / WriterProcess.BatchSize) + 3);
        await last.FinishAsync();
        AssertSound();
        Assert.Equal([$"{reached + (3 * WriterProcess.BatchSize)}"], Counts());
    }

    [Fact]
    public async Task Many_tasks_share_one_store()
    {
        await using var store = new SqliteTrackingStore(Path);
        var run = await Some.RunIn(store);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(task =>
            store.LogBatchAsync(run.Id, Some.Metrics(100, $"m{task}"), Some.Cancellation)));
        Assert.Equal(["2000"], Counts());
    }

    private long Stored() =>
        File.Exists(Path) ? long.Parse(Structure.Query(Path, "SELECT count(*) FROM metrics").Single(), CultureInfo.InvariantCulture) : 0;

    private IReadOnlyList<string> Counts() => Structure.Query(Path, "SELECT count(*) AS n FROM metrics GROUP BY run_uuid ORDER BY n DESC");

    private void AssertSound()
    {
        Assert.Equal(["ok"], Structure.Query(Path, "PRAGMA integrity_check"));
        Assert.Empty(Structure.Query(Path, "PRAGMA foreign_key_check"));
    }
}
