using System.Text;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>The client's calls are the recorded requests, and it understands the recorded answers.</summary>
public sealed class ClientTests
{
    private const string Parent = "7c4550b8400642f4af4b069a274a3efc";
    private const string Child = "355374f2f5f046d592f288697bbd80d5";

    private static CancellationToken Cancellation => Some.Cancellation;

    private static async Task<T> CallAsync<T>(string recording, Func<MlflowClient, Task<T>> call)
    {
        using var server = new RecordedServer(recording);
        using var client = server.Client();
        var result = await call(client);
        server.AssertAllWereSent();
        return result;
    }

    private static Task<bool> CallAsync(string recording, Func<MlflowClient, Task> call) => CallAsync(recording, async client =>
    {
        await call(client);
        return true;
    });

    private static async Task<MlflowException> RefusedAsync(string recording, Func<MlflowClient, Task> call)
    {
        var e = await Assert.ThrowsAsync<MlflowException>(() => CallAsync(recording, call));
        Assert.False(e.IsTransient && recording != "log-batch-malformed-json");
        return e;
    }

    [Fact]
    public async Task An_experiment_is_created() => Assert.Equal("3", await CallAsync("experiment-create", client => client.Experiments.CreateAsync(
        "kd-t1795545610",
        [new("mlflow.note.content", "A grid of trials."), new("mlflow.experimentKind", "custom_model_development")],
        Cancellation)));

    [Fact]
    public async Task A_taken_name_is_a_typed_refusal()
    {
        var e = await RefusedAsync("experiment-create-exists", client => client.Experiments.CreateAsync("kd-t1795545610", cancellation: Cancellation));
        Assert.Equal((400, MlflowErrorCode.ResourceAlreadyExists, "POST /api/2.0/mlflow/experiments/create"), ((int)e.Status!, e.ErrorCode, e.Endpoint));
        Assert.Equal(500, e.Body!.Length);
    }

    [Fact]
    public async Task An_experiment_is_found_by_name()
    {
        var found = (await CallAsync("experiment-get-by-name", client => client.Experiments.FindAsync("kd-t1795545610", Cancellation)))!;
        Assert.Equal(("3", "mlflow-artifacts:/3", LifecycleStage.Active, 2), (found.Id, found.ArtifactLocation, found.Stage, found.Tags.Count));
        Assert.Equal(1795545610887, found.CreationTime?.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_missing_experiment_is_null() =>
        Assert.Null(await CallAsync("experiment-get-by-name-missing", client => client.Experiments.FindAsync("no such", Cancellation)));

    [Fact]
    public async Task A_run_is_created()
    {
        var run = await CallAsync("run-create-parent", client => client.Runs.CreateAsync(
            new NewRun
            {
                ExperimentId = "3",
                Name = "grid",
                StartTime = Some.Start,
                Tags = [new("mlflow.user", "ada"), new("mlflow.source.type", "LOCAL"), new("mlflow.source.name", "kd"), new("kdhost.trial_id", "grid-0")],
            },
            Cancellation));
        Assert.Equal((Parent, "grid", "grid", Some.Start), (run.Id, run.Info.Name, run.Tag("mlflow.runName"), run.Info.StartTime));
        Assert.Equal($"mlflow-artifacts:/3/{Parent}/artifacts", run.Info.ArtifactUri);
    }

    [Fact]
    public async Task A_batch_is_logged() => await CallAsync("log-batch-all", client => client.Runs.LogBatchAsync(
        Child,
        new RunBatch
        {
            Params = [new("lr", MlflowNumber.Text(0.1)), new("kd.temperature", MlflowNumber.Text(4.0))],
            Metrics =
            [
                new("train/loss", 2.5, 1764000000100, 0),
                new("train/loss", 2.25, 1764000000200, 1),
                new("val/acc", 0.5, 1764000000200, 1),
            ],
            Tags = [new("kdhost.cursor", "3")],
        },
        Cancellation));

    [Fact]
    public async Task Non_finite_numbers_are_sent_as_strings() => await CallAsync("log-batch-nonfinite", client => client.Runs.LogBatchAsync(
        Child,
        new RunBatch
        {
            Metrics =
            [
                new("nan", double.NaN, 1764000000300, 0),
                new("pinf", double.PositiveInfinity, 1764000000300, 0),
                new("ninf", double.NegativeInfinity, 1764000000300, 0),
            ],
        },
        Cancellation));

    [Fact]
    public async Task A_changed_param_shows_both_values()
    {
        var e = await RefusedAsync("log-batch-param-changed", client => client.Runs.LogBatchAsync(
            Child, new RunBatch { Params = [new("new", "1"), new("lr", "0.2")], Metrics = [new("never", 1, 1764000000300, 0)] }, Cancellation));
        Assert.Contains("'old_value': '0.1', 'new_value': '0.2'", e.Message, StringComparison.Ordinal);
        Assert.Equal(Child, e.RunId);
    }

    [Fact]
    public async Task A_run_comes_with_its_latest_metrics()
    {
        var run = await CallAsync("run-get", client => client.Runs.GetAsync(Child, Cancellation));
        Assert.Equal((6, 2, 4), (run.Metrics.Count, run.Params.Count, run.Tags.Count));
        Assert.Equal(double.NaN, run.Metric("nan")?.Value);
        Assert.Equal(double.MaxValue, run.Metric("pinf")?.Value);
        Assert.Equal("3", run.Tag("kdhost.cursor"));
    }

    [Fact]
    public async Task Runs_are_searched_by_tag()
    {
        var runs = await CallAsync("runs-search-by-id-tag", client => client.Runs.SearchAsync(
            new RunQuery { ExperimentIds = ["3"], Filter = RunFilter.Any.Tag("kdhost.trial_id", "9f2c"), View = RunView.All, PageSize = 2 },
            Cancellation).ListAsync());
        Assert.Equal(Child, Assert.Single(runs).Id);
    }

    [Fact]
    public async Task Thinned_out_histories_are_asked_for()
    {
        var values = await CallAsync("metric-history-bulk-interval", client => client.Metrics.GetSampledHistoriesAsync([Child], "train/loss", 10, cancellation: Cancellation));
        Assert.Equal([(Child, 2.5), (Child, 2.25)], values.Select(value => (value.RunId, value.Metric.Value)));
    }

    [Fact]
    public async Task Data_sets_are_logged() => await CallAsync("log-inputs", client => client.Runs.LogInputsAsync(
        Child, [new DatasetInput(Some.Dataset() with { Schema = """{"mlflow_colspec": []}""" }, "training")], Cancellation));

    [Fact]
    public async Task A_run_is_finished()
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(1764000009999);
        var info = await CallAsync("run-update-finished", client => client.Runs.UpdateAsync(
            Child, new RunUpdate { Status = RunStatus.Finished, EndTime = end }, Cancellation));
        Assert.Equal((RunStatus.Finished, end), (info.Status, info.EndTime));
    }

    [Fact]
    public async Task A_tag_is_set() =>
        await CallAsync("run-set-tag", client => client.Runs.SetTagAsync(Child, new Tag("mlflow.runName", "renamed"), Cancellation));

    [Fact]
    public async Task A_folder_of_artifacts_is_listed() => Assert.Equal(
        new ArtifactInfo("plots/a.txt", false, 6),
        Assert.Single(await CallAsync("artifact-list-run-folder", client => client.Artifacts.ListAsync(Child, "plots", Cancellation).ListAsync())));

    [Fact]
    public async Task An_artifact_goes_to_the_place_that_the_run_names()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.txt"), "hello\n", Cancellation);
        using var server = new RecordedServer("run-get", "artifact-put", "artifact-get");
        using var client = server.Client();
        await client.Artifacts.UploadAsync(Child, "plots/a.txt", folder.File("a.txt"), Cancellation);
        var down = new MemoryStream();
        await client.Artifacts.DownloadAsync(Child, "plots/a.txt", down, Cancellation);
        Assert.Equal("hello\n", Encoding.UTF8.GetString(down.ToArray()));
        server.AssertAllWereSent();
    }

    [Fact]
    public async Task A_run_is_deleted_and_restored()
    {
        await CallAsync("run-delete", client => client.Runs.DeleteAsync(Child, Cancellation));
        await CallAsync("run-restore", client => client.Runs.RestoreAsync(Child, Cancellation));
    }

    [Fact]
    public async Task A_deleted_run_refuses()
    {
        var e = await RefusedAsync("log-to-deleted-run", client => client.Runs.LogBatchAsync(Child, new RunBatch { Metrics = [new("x", 1, 1, 0)] }, Cancellation));
        Assert.Equal(MlflowErrorCode.InvalidParameterValue, e.ErrorCode);
    }

    [Fact]
    public async Task The_version_is_asked() =>
        Assert.Equal("3.11.2.dev0", (await CallAsync("version", client => client.Server.GetInfoAsync(Cancellation))).Version);

    [Fact]
    public async Task Models_and_versions_are_registered()
    {
        Assert.Equal(
            "student-t1795545610",
            (await CallAsync("registered-model-create", client => client.Registry.CreateModelAsync("student-t1795545610", cancellation: Cancellation))).Name);
        var version = await CallAsync("model-version-create", client => client.Registry.CreateVersionAsync(
            "student-t1795545610", $"mlflow-artifacts:/3/{Child}/artifacts/model", Child, Cancellation));
        Assert.Equal(("1", "READY", Child), (version.Version, version.Status, version.RunId));
    }
}
