using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Sqlite;

/// <summary>What the local store does beyond the common contract.</summary>
public sealed class LocalRunTests : IAsyncDisposable
{
    private const string Wanted = "0123456789abcdef0123456789abcdef";

    private readonly TempFolder _folder = new();
    private readonly SqliteTrackingStore _store;

    public LocalRunTests() => _store = new SqliteTrackingStore(_folder.File("mlflow.db"));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_wanted_id_is_honoured_and_creating_again_hands_back_the_run()
    {
        var experiment = await _store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation);
        var made = await _store.CreateRunAsync(Some.Run(experiment, "first", Wanted), Some.Cancellation);
        Assert.Equal(Wanted, made.Id);
        await _store.LogBatchAsync(Wanted, Some.Metrics(3), Some.Cancellation);
        var again = await _store.CreateRunAsync(Some.Run(experiment, "second", Wanted), Some.Cancellation);
        Assert.Equal(("first", 1), (again.Info.Name, again.Metrics.Count));
    }

    [Fact]
    public async Task Artifacts_lie_beside_the_file_under_an_absolute_address()
    {
        var experiment = await _store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation);
        var run = await _store.CreateRunAsync(Some.Run(experiment, "first", Wanted), Some.Cancellation);
        var folder = _folder.File($"mlartifacts/{experiment.Id}/{Wanted}/artifacts");
        Assert.Equal(folder, run.Info.ArtifactUri);
        await File.WriteAllTextAsync(_folder.File("x"), "x", Some.Cancellation);
        await _store.UploadArtifactAsync(Wanted, "sub/x.txt", _folder.File("x"), Some.Cancellation);
        Assert.Equal("x", await File.ReadAllTextAsync(Path.Combine(folder, "sub/x.txt"), Some.Cancellation));
    }

    [Fact]
    public async Task Metrics_that_are_stored_already_are_dropped_nan_included()
    {
        var run = await Some.RunIn(_store);
        var batch = new RunBatch { Metrics = [new("m", 1, 1, 1), new("m", double.NaN, 1, 1), new("m", double.PositiveInfinity, 1, 1)] };
        await _store.LogBatchAsync(run.Id, batch, Some.Cancellation);
        await _store.LogBatchAsync(run.Id, batch, Some.Cancellation);
        Assert.Equal(3, (await _store.GetMetricHistoryAsync(run.Id, "m", Some.Cancellation).ListAsync()).Count);
    }

    [Fact]
    public async Task A_history_longer_than_a_page_comes_whole_and_in_order()
    {
        var run = await Some.RunIn(_store);
        var metrics = Enumerable.Range(0, MlflowLimits.HistoryPage + 10).Select(i => new Metric("m", i % 7 == 0 ? double.NaN : i % 3, i % 11, i / 4)).Distinct().ToList();
        await _store.LogBatchAsync(run.Id, new RunBatch { Metrics = metrics }, Some.Cancellation);
        var history = await _store.GetMetricHistoryAsync(run.Id, "m", Some.Cancellation).ListAsync();
        Assert.Equal(metrics.Count, history.Count);
        Assert.Empty(metrics.Except(history));
        Assert.Equal(history.Select(metric => (metric.Step, metric.Timestamp)).Order(), history.Select(metric => (metric.Step, metric.Timestamp)));
    }

    [Fact]
    public async Task A_refused_batch_leaves_nothing_behind()
    {
        var run = await Some.RunIn(_store);
        await _store.LogBatchAsync(run.Id, new RunBatch { Params = [new("lr", "1")] }, Some.Cancellation);
        var refused = new RunBatch { Params = [new("new", "1"), new("lr", "2")], Metrics = [new("m", 1, 1, 1)], Tags = [new("t", "1")] };
        await Assert.ThrowsAsync<MlflowException>(() => _store.LogBatchAsync(run.Id, refused, Some.Cancellation));
        var stored = await _store.GetRunAsync(run.Id, Some.Cancellation);
        Assert.Equal((1, 0, 1), (stored.Params.Count, stored.Metrics.Count, stored.Tags.Count));
    }

    [Fact]
    public async Task The_cursor_of_a_large_batch_is_written_with_its_last_piece()
    {
        var run = await Some.RunIn(_store);
        await _store.LogBatchAsync(run.Id, Some.Metrics(BatchLimits.Local.Entities + 1) with { Tags = [new("c", "1")] }, Some.Cancellation);
        Assert.Equal("1", (await _store.GetRunAsync(run.Id, Some.Cancellation)).Tag("c"));
    }

    [Fact]
    public async Task A_deleted_experiment_is_refused_until_it_is_restored()
    {
        var experiment = await _store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation);
        Structure.Execute(_folder.File("mlflow.db"), "UPDATE experiments SET lifecycle_stage = 'deleted' WHERE name = 'kd'");
        var e = await Assert.ThrowsAsync<MlflowException>(() => _store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation));
        Assert.Contains("is deleted", e.Message, StringComparison.Ordinal);
        await _store.RestoreExperimentAsync(experiment.Id, Some.Cancellation);
        Assert.Equal(experiment.Id, (await _store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation)).Id);
    }

    [Fact]
    public async Task An_unknown_experiment_is_said_to_be_missing()
    {
        var run = new NewRun { ExperimentId = "77", Name = "x", StartTime = Some.Start };
        var e = await Assert.ThrowsAsync<MlflowException>(() => _store.CreateRunAsync(run, Some.Cancellation));
        Assert.Equal(MlflowErrorCode.ResourceDoesNotExist, e.ErrorCode);
    }
}
