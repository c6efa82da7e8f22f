using KdHost.MLflow.Fake;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>Endpoints that tracking itself does without.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private FakeMlflow _server = null!;
    private RestTrackingStore _store = null!;

    private static CancellationToken Cancellation => Some.Cancellation;

    private MlflowClient Client => _store.Client;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeMlflow.StartAsync(new FakeOptions { Presigned = true });
        _store = _server.Store();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Models_are_searched_described_renamed_and_lose_tags_and_aliases()
    {
        foreach (var name in new[] { "student-a", "student-b", "teacher" })
            await Client.Registry.CreateModelAsync(name, cancellation: Cancellation);
        Assert.Equal(["student-a", "student-b"], (await Client.Registry.SearchModelsAsync("name LIKE 'student%'", Cancellation).ListAsync()).Select(model => model.Name));
        Assert.Equal(3, (await Client.Registry.SearchModelsAsync(cancellation: Cancellation).ListAsync()).Count);

        await Client.Registry.UpdateModelAsync("teacher", "Large.", Cancellation);
        await Client.Registry.SetModelTagAsync("teacher", new Tag("t", "1"), Cancellation);
        await Client.Registry.DeleteModelTagAsync("teacher", "t", Cancellation);
        Assert.Equal("master", (await Client.Registry.RenameModelAsync("teacher", "master", Cancellation)).Name);
        var version = await Client.Registry.CreateVersionAsync("master", "mlflow-artifacts:/1/r/artifacts/model", "r", Cancellation);
        await Client.Registry.SetAliasAsync("master", "best", version.Version, Cancellation);
        await Client.Registry.DeleteAliasAsync("master", "best", Cancellation);
        var model = await Client.Registry.GetModelAsync("master", Cancellation);
        Assert.Equal(("Large.", 0, 0), (model.Description, model.Tags.Count, model.Aliases.Count));
    }

    [Fact]
    public async Task Versions_are_described_tagged_located_and_deleted()
    {
        await Client.Registry.CreateModelAsync("student", cancellation: Cancellation);
        var made = await Client.Registry.CreateVersionAsync("student", "mlflow-artifacts:/1/r/artifacts/model", "r", Cancellation);
        await Client.Registry.UpdateVersionAsync("student", made.Version, "Small.", Cancellation);
        await Client.Registry.SetVersionTagAsync("student", made.Version, new Tag("a", "1"), Cancellation);
        await Client.Registry.SetVersionTagAsync("student", made.Version, new Tag("b", "2"), Cancellation);
        await Client.Registry.DeleteVersionTagAsync("student", made.Version, "a", Cancellation);
        var version = await Client.Registry.GetVersionAsync("student", made.Version, Cancellation);
        Assert.Equal(("Small.", new Tag("b", "2")), (version.Description, Assert.Single(version.Tags)));
        Assert.Equal(made.Source, await Client.Registry.GetDownloadAddressAsync("student", made.Version, Cancellation));
        await Client.Registry.DeleteVersionAsync("student", made.Version, Cancellation);
        await Assert.ThrowsAsync<MlflowException>(() => Client.Registry.GetVersionAsync("student", made.Version, Cancellation));
    }

    [Fact]
    public async Task Logged_models_are_found_by_their_run_tagged_and_belong_to_its_outputs()
    {
        var run = await Some.RunIn(_store);
        foreach (var name in new[] { "first", "second" })
        {
            var made = (await Client.Models.TryCreateAsync(new NewLoggedModel { ExperimentId = run.Info.ExperimentId, Name = name, SourceRunId = name == "first" ? run.Id : "other" }, Cancellation))!;
            await Client.Models.SetTagsAsync(made.Id, [new Tag("a", "1"), new Tag("b/c", "2")], Cancellation);
        }

        var found = Assert.Single(await Client.Models.SearchAsync([run.Info.ExperimentId], $"source_run_id = '{run.Id}'", Cancellation).ListAsync());
        await Client.Models.DeleteTagAsync(found.Id, "a", Cancellation);
        Assert.Equal(new Tag("b/c", "2"), Assert.Single((await Client.Models.GetAsync(found.Id, Cancellation)).Tags));
        await Client.Runs.LogOutputsAsync(run.Id, [(found.Id, 3)], Cancellation);
        Assert.Equal([found.Id], _server.State.Runs[run.Id].Outputs);
        Assert.Equal(2, (await Client.Models.SearchAsync([run.Info.ExperimentId], cancellation: Cancellation).ListAsync()).Count);
    }

    [Fact]
    public async Task Files_of_a_logged_model_go_to_its_own_place()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("x"), "weights", Cancellation);
        var model = (await Client.Models.TryCreateAsync(new NewLoggedModel { ExperimentId = "0", Name = "student" }, Cancellation))!;
        await Client.Models.UploadAsync(model, "model.safetensors", folder.File("x"), Cancellation);
        Assert.Equal([$"0/models/{model.Id}/artifacts/model.safetensors"], _server.State.Artifacts.Keys);
    }

    [Fact]
    public async Task Single_values_are_logged()
    {
        var run = await Some.RunIn(_store);
        await Client.Runs.LogMetricAsync(run.Id, new Metric("m", double.NaN, 5, 2), Cancellation);
        await Client.Runs.LogParamAsync(run.Id, new Param("lr", "0.1"), Cancellation);
        var stored = await _store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal((new Metric("m", double.NaN, 5, 2), "0.1"), (stored.Metric("m"), stored.Param("lr")));
    }

    [Fact]
    public async Task Histories_of_several_runs_come_thinned_out()
    {
        var run = await Some.RunIn(_store);
        await _store.LogBatchAsync(run.Id, Some.Metrics(100), Cancellation);
        var values = await Client.Metrics.GetSampledHistoriesAsync([run.Id], "train/loss", most: 10, cancellation: Cancellation);
        Assert.InRange(values.Count, 1, 20);
        await Assert.ThrowsAsync<MlflowException>(() => Client.Metrics.GetSampledHistoriesAsync([run.Id], "train/loss", 10, startStep: 3, cancellation: Cancellation));
        await Assert.ThrowsAsync<MlflowException>(() => Client.Metrics.GetSampledHistoriesAsync([], "train/loss", 10, cancellation: Cancellation));
    }

    [Fact]
    public async Task A_tag_of_an_experiment_is_removed()
    {
        var experiment = await _store.GetOrCreateExperimentAsync("kd", [new Tag("a", "1"), new Tag("b", "2")], Cancellation);
        await Client.Experiments.DeleteTagAsync(experiment.Id, "a", Cancellation);
        Assert.Equal(new Tag("b", "2"), Assert.Single((await _store.FindExperimentAsync("kd", Cancellation))!.Tags));
    }

    [Fact]
    public async Task An_artifact_has_an_address_of_its_own_where_the_storage_can_and_can_be_deleted()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("x"), "hello", Cancellation);
        var run = await Some.RunIn(_store);
        await _store.UploadArtifactAsync(run.Id, "a/x.txt", folder.File("x"), Cancellation);
        var presigned = (await Client.Artifacts.TryPresignAsync(run.Id, "a/x.txt", Cancellation))!;
        using var http = new HttpClient();
        Assert.Equal("hello", await http.GetStringAsync(presigned.Address, Cancellation));
        Assert.Equal("fake", presigned.Headers["X-Storage"]);
        await Client.Artifacts.DeleteAsync(run.Id, "a/x.txt", Cancellation);
        Assert.Empty(_server.State.Artifacts);

        await using var plain = await FakeMlflow.StartAsync();
        await using var store = plain.Store();
        Assert.Null(await store.Client.Artifacts.TryPresignAsync((await Some.RunIn(store)).Id, "a/x.txt", Cancellation));
    }

    [Theory]
    [InlineData(FakeProfile.V3, "SqlStore")]
    [InlineData(FakeProfile.FileStore, "FileStore")]
    [InlineData(FakeProfile.V2, null)]
    public async Task A_server_from_version_3_on_says_what_it_keeps_runs_in(FakeProfile profile, string? type)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile });
        await using var store = server.Store();
        Assert.Equal(type, await store.Client.Server.GetStoreTypeAsync(Cancellation));
    }
}
