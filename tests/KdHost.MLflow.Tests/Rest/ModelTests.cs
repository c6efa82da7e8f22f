using KdHost.MLflow.Fake;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>The registry and logged models.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task A_student_is_registered_versioned_and_made_champion()
    {
        await using var server = await FakeMlflow.StartAsync();
        using var client = new MlflowClient(server.Address, FakeServers.Quick);
        await client.Registry.CreateModelAsync("student", "Distilled.", Some.Cancellation);
        await client.Registry.SetModelTagAsync("student", new Tag("paper", "kd"), Some.Cancellation);
        var version = await client.Registry.CreateVersionAsync("student", "mlflow-artifacts:/1/r/artifacts/model", "r", Some.Cancellation);
        await client.Registry.SetVersionTagAsync("student", version.Version, new Tag("acc", "0.9"), Some.Cancellation);
        await client.Registry.SetAliasAsync("student", "champion", version.Version, Some.Cancellation);

        var model = await client.Registry.GetModelAsync("student", Some.Cancellation);
        Assert.Equal(new ModelAlias("champion", "1"), Assert.Single(model.Aliases));
        Assert.Equal("kd", Assert.Single(model.Tags).Value);
        var champion = await client.Registry.GetByAliasAsync("student", "champion", Some.Cancellation);
        Assert.Equal(("1", "0.9"), (champion.Version, Assert.Single(champion.Tags).Value));
        Assert.Single(await client.Registry.SearchVersionsAsync("name = 'student'", Some.Cancellation).ListAsync());

        await client.Registry.DeleteModelAsync("student", Some.Cancellation);
        var e = await Assert.ThrowsAsync<MlflowException>(() => client.Registry.GetModelAsync("student", Some.Cancellation));
        Assert.Equal(MlflowErrorCode.ResourceDoesNotExist, e.ErrorCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("")]
    public async Task Model_names_have_no_slashes_and_colons(string name)
    {
        using var client = new MlflowClient(new Uri("http://127.0.0.1:1"));
        await Assert.ThrowsAsync<MlflowException>(() => client.Registry.CreateModelAsync(name, cancellation: Some.Cancellation));
    }

    [Fact]
    public async Task A_logged_model_is_announced_finished_and_deleted()
    {
        await using var server = await FakeMlflow.StartAsync();
        using var client = new MlflowClient(server.Address, FakeServers.Quick);
        var model = (await client.Models.TryCreateAsync(
            new NewLoggedModel { ExperimentId = "0", Name = "student", SourceRunId = "r", Params = [new("lr", "1")], Tags = [new("t", "1")] },
            Some.Cancellation))!;
        Assert.Equal(("student", "r", "LOGGED_MODEL_PENDING"), (model.Name, model.SourceRunId, model.Status));
        await client.Models.FinishAsync(model.Id, isReady: true, Some.Cancellation);
        Assert.Equal("LOGGED_MODEL_READY", (await client.Models.GetAsync(model.Id, Some.Cancellation)).Status);
        await client.Models.DeleteAsync(model.Id, Some.Cancellation);
        await Assert.ThrowsAsync<MlflowException>(() => client.Models.GetAsync(model.Id, Some.Cancellation));
    }

    [Fact]
    public async Task A_server_before_version_3_has_no_logged_models()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = FakeProfile.V2 });
        using var client = new MlflowClient(server.Address, FakeServers.Quick);
        Assert.Null(await client.Models.TryCreateAsync(new NewLoggedModel { ExperimentId = "0", Name = "student" }, Some.Cancellation));
    }

    [Fact]
    public async Task Experiments_are_searched_renamed_deleted_and_restored()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var id = (await store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation)).Id;
        await store.Client.Experiments.RenameAsync(id, "kd2", Some.Cancellation);
        Assert.Equal("kd2", Assert.Single(await store.Client.Experiments.SearchAsync("name = 'kd2'", cancellation: Some.Cancellation).ListAsync()).Name);
        await store.Client.Experiments.DeleteAsync(id, Some.Cancellation);
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.GetOrCreateExperimentAsync("kd2", cancellation: Some.Cancellation));
        Assert.Contains("mlflow experiments restore", e.Message, StringComparison.Ordinal);
        await store.RestoreExperimentAsync(id, Some.Cancellation);
        Assert.Equal(id, (await store.GetOrCreateExperimentAsync("kd2", cancellation: Some.Cancellation)).Id);
    }

    [Fact]
    public async Task Histories_of_several_runs_come_in_one_answer()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var (first, second) = (await Some.RunIn(store), await Some.RunIn(store));
        await store.LogBatchAsync(first.Id, Some.Metrics(2), Some.Cancellation);
        await store.LogBatchAsync(second.Id, Some.Metrics(3), Some.Cancellation);
        var values = await store.Client.Metrics.GetHistoriesAsync([first.Id, second.Id], "train/loss", Some.Cancellation);
        Assert.Equal([2, 3], values.GroupBy(value => value.RunId).Select(run => run.Count()));
        await store.Client.Runs.SetTagAsync(first.Id, new Tag("t", "1"), Some.Cancellation);
        await store.Client.Runs.DeleteTagAsync(first.Id, "t", Some.Cancellation);
        Assert.Null((await store.GetRunAsync(first.Id, Some.Cancellation)).Tag("t"));
    }
}
