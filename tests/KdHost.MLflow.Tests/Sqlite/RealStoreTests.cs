using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Sqlite;

/// <summary>Files that real MLflow versions made.</summary>
public sealed class RealStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mlflow-2.0-97727af70f4d.db", "97727af70f4d", 0)]
    [InlineData("mlflow-2.9-acf3f17fdcc7.db", "acf3f17fdcc7", 1)]
    [InlineData("mlflow-3.11.db", "7d34483879f0", 1)]
    public async Task Its_runs_are_read(string file, string revision, int inputs)
    {
        await using var store = new SqliteTrackingStore(SharedData.CopyStore(file, _folder));
        Assert.Equal(revision, (await store.ProbeAsync(Some.Cancellation)).Version);
        var experiment = (await store.FindExperimentAsync("kd-grid", Some.Cancellation))!;
        var runs = await store.SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.Id], View = RunView.All }, Some.Cancellation).ListAsync();
        Assert.Equal(["deleted", "grid", "trial-0", "trial-1", "trial-2"], runs.Select(run => run.Info.Name).Order());

        var failed = runs.Single(run => run.Info.Name == "trial-2");
        Assert.Equal((RunStatus.Failed, "0.30000000000000004", "13"), (failed.Info.Status, failed.Param("lr"), failed.Tag("kdhost.cursor")));
        Assert.Equal((double.NaN, double.MaxValue), (failed.Metric("val/acc")?.Value, failed.Metric("inf")?.Value));
        Assert.Equal(inputs, failed.Inputs.Count);
        Assert.Equal(5, (await store.GetMetricHistoryAsync(failed.Id, "train/loss", Some.Cancellation).ListAsync()).Count);
        Assert.Equal(LifecycleStage.Deleted, runs.Single(run => run.Info.Name == "deleted").Info.Stage);
    }

    [Theory]
    [InlineData("mlflow-2.0-97727af70f4d.db")]
    [InlineData("mlflow-2.9-acf3f17fdcc7.db")]
    [InlineData("mlflow-3.11.db")]
    public async Task It_can_be_appended_to_and_keeps_what_it_had(string file)
    {
        var path = SharedData.CopyStore(file, _folder);
        var before = Rows(path);
        await using (var store = new SqliteTrackingStore(path))
        {
            var added = await store.GetOrCreateExperimentAsync("added", [new Tag("a", "b")], Some.Cancellation);
            var run = await store.CreateRunAsync(Some.Run(added), Some.Cancellation);
            await store.LogBatchAsync(run.Id, Some.Metrics(3000), Some.Cancellation);
            var old = (await store.FindExperimentAsync("kd-grid", Some.Cancellation))!;
            var more = await store.CreateRunAsync(Some.Run(old, "more"), Some.Cancellation);
            await store.LogBatchAsync(more.Id, new RunBatch { Params = [new("lr", "1")], Tags = [new("t", "u")] }, Some.Cancellation);
            var version = await store.RegisterModelAsync(new NewModelVersion { Name = "student", Source = "x", RunId = more.Id, Tags = [new("a", "b")], Alias = "best" }, Some.Cancellation);
            Assert.Equal(("1", file.Contains("2.0", StringComparison.Ordinal) ? 0 : 1), (version.Version, version.Aliases.Count));
            if (!file.Contains("2.0", StringComparison.Ordinal))
                await store.LogInputsAsync(more.Id, [new DatasetInput(Some.Dataset(), "test")], Some.Cancellation);
            Assert.Equal(3000, (await store.GetMetricHistoryAsync(run.Id, "train/loss", Some.Cancellation).ListAsync()).Count);
        }

        Assert.Empty(before.Except(Rows(path)));
        Assert.Equal(["ok"], Structure.Query(path, "PRAGMA integrity_check"));
        Assert.Empty(Structure.Query(path, "PRAGMA foreign_key_check"));
    }

    [Fact]
    public async Task A_file_before_data_sets_says_so()
    {
        await using var store = new SqliteTrackingStore(SharedData.CopyStore("mlflow-2.0-97727af70f4d.db", _folder));
        var run = await Some.RunIn(store);
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.LogInputsAsync(run.Id, [new DatasetInput(Some.Dataset())], Some.Cancellation));
        Assert.Equal(MlflowErrorCode.NotImplemented, e.ErrorCode);
    }

    private static HashSet<string> Rows(string path) =>
    [
        .. Structure.Query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")
            .SelectMany(table => Structure.Query(path, $"SELECT * FROM \"{table}\"").Select(row => $"{table} {row}")),
    ];
}
