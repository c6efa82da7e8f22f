using System.Text;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <summary>What every tracking store does alike.</summary>
public abstract class TrackingStoreContract : IAsyncLifetime
{
    protected TempFolder Folder { get; } = new();

    protected ITrackingStore Store { get; private set; } = null!;

    protected static CancellationToken Cancellation => Some.Cancellation;

    protected virtual bool KeepsInfinities => false;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ITrackingStore> OpenAsync();

    [Fact]
    public async Task An_experiment_is_made_once_and_keeps_its_first_tags()
    {
        var made = await Store.GetOrCreateExperimentAsync("grid", [new Tag("mlflow.note.content", "first")], Cancellation);
        var again = await Store.GetOrCreateExperimentAsync("grid", [new Tag("mlflow.note.content", "second")], Cancellation);
        Assert.Equal(made.Id, again.Id);
        Assert.Equal("first", Assert.Single(again.Tags).Value);
        await Store.SetExperimentTagAsync(made.Id, new Tag("mlflow.note.content", "third"), Cancellation);
        Assert.Equal("third", Assert.Single((await Store.FindExperimentAsync("grid", Cancellation))!.Tags).Value);
    }

    [Fact]
    public async Task An_experiment_that_is_not_there_is_null() =>
        Assert.Null(await Store.FindExperimentAsync("none", Cancellation));

    [Fact]
    public async Task A_new_run_is_running_has_its_tags_and_its_name_as_a_tag()
    {
        var experiment = await Store.GetOrCreateExperimentAsync("kd", cancellation: Cancellation);
        var created = await Store.CreateRunAsync(Some.Run(experiment, "trial-1", tags: new Tag("mlflow.user", "ada")), Cancellation);
        var run = await Store.GetRunAsync(created.Id, Cancellation);
        Assert.Equal((RunStatus.Running, LifecycleStage.Active, "trial-1", Some.Start), (run.Info.Status, run.Info.Stage, run.Info.Name, run.Info.StartTime));
        Assert.Equal(("ada", "trial-1"), (run.Tag("mlflow.user"), run.Tag("mlflow.runName")));
        Assert.Null(run.Info.EndTime);
    }

    [Fact]
    public async Task A_batch_is_stored_whole()
    {
        var run = await Some.RunIn(Store);
        await Store.LogBatchAsync(
            run.Id,
            new RunBatch
            {
                Params = [new("lr", "0.1"), new("kd.temperature", "4")],
                Metrics = [new("train/loss", 2.5, 100, 0), new("train/loss", 2.25, 200, 1), new("val/acc", 0.5, 200, 1)],
                Tags = [new("kdhost.cursor", "3")],
            },
            Cancellation);
        var stored = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal(("0.1", "4", "3"), (stored.Param("lr"), stored.Param("kd.temperature"), stored.Tag("kdhost.cursor")));
        Assert.Equal(new Metric("train/loss", 2.25, 200, 1), stored.Metric("train/loss"));
        Assert.Equal(
            [new("train/loss", 2.5, 100, 0), new Metric("train/loss", 2.25, 200, 1)],
            await Store.GetMetricHistoryAsync(run.Id, "train/loss", Cancellation).ListAsync());
    }

    [Fact]
    public async Task A_batch_may_be_larger_than_a_request()
    {
        var run = await Some.RunIn(Store);
        var batch = Some.Metrics(2345) with
        {
            Params = [.. Enumerable.Range(0, 150).Select(i => new Param($"p{i}", "1"))],
            Tags = [new("kdhost.cursor", "2345")],
        };
        await Store.LogBatchAsync(run.Id, batch, Cancellation);
        var stored = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal((150, "2345"), (stored.Params.Count, stored.Tag("kdhost.cursor")));
        Assert.Equal(batch.Metrics, await Store.GetMetricHistoryAsync(run.Id, "train/loss", Cancellation).ListAsync());
    }

    [Theory]
    [InlineData(5, 1, 5, 2)]
    [InlineData(5, 2, 4, 3)]
    [InlineData(-1, 1, 0, 0)]
    public async Task The_latest_value_is_the_greatest_by_step_then_time(long step, long time, long otherStep, long otherTime)
    {
        var run = await Some.RunIn(Store);
        var (first, second) = (new Metric("m", 1, time, step), new Metric("m", 2, otherTime, otherStep));
        await Store.LogBatchAsync(run.Id, new RunBatch { Metrics = [first] }, Cancellation);
        await Store.LogBatchAsync(run.Id, new RunBatch { Metrics = [second] }, Cancellation);
        var latest = (first.Step, first.Timestamp).CompareTo((second.Step, second.Timestamp)) > 0 ? first : second;
        Assert.Equal(latest, (await Store.GetRunAsync(run.Id, Cancellation)).Metric("m"));
    }

    [Fact]
    public async Task Nan_and_infinities_come_back()
    {
        var run = await Some.RunIn(Store);
        await Store.LogBatchAsync(
            run.Id,
            new RunBatch { Metrics = [new("nan", double.NaN, 1, 0), new("up", double.PositiveInfinity, 1, 0), new("down", double.NegativeInfinity, 1, 0)] },
            Cancellation);
        var stored = await Store.GetRunAsync(run.Id, Cancellation);
        var (up, down) = KeepsInfinities ? (double.PositiveInfinity, double.NegativeInfinity) : (double.MaxValue, double.MinValue);
        Assert.Equal((double.NaN, up, down), (stored.Metric("nan")?.Value, stored.Metric("up")?.Value, stored.Metric("down")?.Value));
    }

    [Fact]
    public async Task Another_value_of_a_param_is_refused_and_the_same_is_not()
    {
        var run = await Some.RunIn(Store);
        await Store.LogBatchAsync(run.Id, new RunBatch { Params = [new("lr", "0.1")] }, Cancellation);
        await Store.LogBatchAsync(run.Id, new RunBatch { Params = [new("lr", "0.1")] }, Cancellation);
        var e = await Assert.ThrowsAsync<MlflowException>(() => Store.LogBatchAsync(
            run.Id, new RunBatch { Params = [new("lr", "0.2")], Metrics = [new("never", 1, 1, 1)] }, Cancellation));
        Assert.Contains("0.1", e.Message, StringComparison.Ordinal);
        Assert.Contains("0.2", e.Message, StringComparison.Ordinal);
        Assert.Equal(run.Id, e.RunId);
        Assert.Null((await Store.GetRunAsync(run.Id, Cancellation)).Metric("never"));
    }

    [Fact]
    public async Task A_finished_run_takes_more_but_a_deleted_one_does_not_until_it_is_restored()
    {
        var run = await Some.RunIn(Store);
        await Store.UpdateRunAsync(run.Id, new RunUpdate { Status = RunStatus.Finished, EndTime = Some.Start.AddSeconds(9) }, Cancellation);
        await Store.LogBatchAsync(run.Id, Some.Metrics(1), Cancellation);
        await Store.DeleteRunAsync(run.Id, Cancellation);
        await Store.DeleteRunAsync(run.Id, Cancellation);

        var e = await Assert.ThrowsAsync<MlflowException>(() => Store.LogBatchAsync(run.Id, Some.Metrics(2), Cancellation));
        Assert.False(e.IsTransient);
        Assert.Contains("deleted", e.Message, StringComparison.Ordinal);

        await Store.RestoreRunAsync(run.Id, Cancellation);
        await Store.LogBatchAsync(run.Id, Some.Metrics(2), Cancellation);
        var stored = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal((RunStatus.Finished, Some.Start.AddSeconds(9)), (stored.Info.Status, stored.Info.EndTime));
    }

    [Fact]
    public async Task An_unknown_run_is_said_to_be_missing()
    {
        var e = await Assert.ThrowsAsync<MlflowException>(() => Store.LogBatchAsync("aaaa", Some.Metrics(1), Cancellation));
        Assert.Equal((MlflowErrorCode.ResourceDoesNotExist, "aaaa", false), (e.ErrorCode, e.RunId, e.IsTransient));
    }

    [Fact]
    public async Task Renaming_a_run_renames_its_tag_and_the_other_way_round()
    {
        var run = await Some.RunIn(Store);
        await Store.UpdateRunAsync(run.Id, new RunUpdate { Name = "second" }, Cancellation);
        Assert.Equal("second", (await Store.GetRunAsync(run.Id, Cancellation)).Tag("mlflow.runName"));
        await Store.SetTagAsync(run.Id, new Tag("mlflow.runName", "third"), Cancellation);
        Assert.Equal("third", (await Store.GetRunAsync(run.Id, Cancellation)).Info.Name);
    }

    [Fact]
    public async Task Data_sets_are_recorded_once()
    {
        var run = await Some.RunIn(Store);
        var input = new DatasetInput(Some.Dataset(), "training");
        await Store.LogInputsAsync(run.Id, [input], Cancellation);
        await Store.LogInputsAsync(run.Id, [input], Cancellation);
        Assert.Equal(input, Assert.Single((await Store.GetRunAsync(run.Id, Cancellation)).Inputs));
    }

    [Fact]
    public async Task Runs_are_found_by_tag_metric_param_status_and_name()
    {
        var experiment = await Store.GetOrCreateExperimentAsync("search", cancellation: Cancellation);
        var runs = new List<Run>();
        foreach (var i in Enumerable.Range(0, 5))
        {
            var run = await Store.CreateRunAsync(Some.Run(experiment, $"trial-{i}", tags: new Tag("kdhost.trial_id", $"t{i}")), Cancellation);
            await Store.LogBatchAsync(run.Id, new RunBatch { Params = [new("seed", $"{i}")], Metrics = [new("val/acc", i / 10.0, 1, 1)] }, Cancellation);
            runs.Add(run);
        }

        await Store.UpdateRunAsync(runs[4].Id, new RunUpdate { Status = RunStatus.Failed }, Cancellation);
        await Store.DeleteRunAsync(runs[0].Id, Cancellation);

        async Task<string> Names(RunFilter filter, RunView view = RunView.Active, params RunOrder[] order)
        {
            var query = new RunQuery { ExperimentIds = [experiment.Id], Filter = filter, View = view, OrderBy = order, PageSize = 2 };
            return string.Join(' ', await Store.SearchRunsAsync(query, Cancellation).ListAsync() is var found && order.Length == 0
                ? found.Select(run => run.Info.Name).Order()
                : found.Select(run => run.Info.Name));
        }

        Assert.Equal("trial-1 trial-2 trial-3 trial-4", await Names(RunFilter.Any));
        Assert.Equal("trial-0", await Names(RunFilter.Any, RunView.Deleted));
        Assert.Equal("trial-3", await Names(RunFilter.Any.Tag("kdhost.trial_id", "t3")));
        Assert.Equal("trial-3 trial-4", await Names(RunFilter.Any.Metric("val/acc", Comparison.Greater, 0.25)));
        Assert.Equal("trial-2", await Names(RunFilter.Any.Param("seed", "2").Status(RunStatus.Running)));
        Assert.Equal("trial-4", await Names(RunFilter.Any.Status(RunStatus.Failed)));
        Assert.Equal("trial-1 trial-2 trial-3 trial-4", await Names(RunFilter.Any.Name("trial-_", Comparison.Like)));
        Assert.Equal("", await Names(RunFilter.Any.Name("TRIAL-%", Comparison.Like)));
        Assert.Equal("trial-1 trial-2 trial-3 trial-4", await Names(RunFilter.Any.Name("TRIAL-%", Comparison.ILike)));
        Assert.Equal("trial-1 trial-3", await Names(RunFilter.Any.RunIds([runs[1].Id, runs[3].Id])));
        Assert.Equal(
            "trial-4 trial-3 trial-2 trial-1 trial-0",
            await Names(RunFilter.Any, RunView.All, new RunOrder(RunField.Metric, "val/acc", Descending: true)));
        Assert.Equal("trial-0", (await Store.FindRunsAsync(experiment.Id, new Tag("kdhost.trial_id", "t0"), Cancellation).ListAsync()).Single().Info.Name);
    }

    [Fact]
    public async Task A_run_without_the_value_comes_last_in_either_order()
    {
        var experiment = await Store.GetOrCreateExperimentAsync("order", cancellation: Cancellation);
        foreach (var (name, value) in new[] { ("none", (double?)null), ("one", 1), ("nan", double.NaN), ("two", 2) })
        {
            var run = await Store.CreateRunAsync(Some.Run(experiment, name), Cancellation);
            if (value is { } number)
                await Store.LogBatchAsync(run.Id, new RunBatch { Metrics = [new("m", number, 1, 1)] }, Cancellation);
        }

        foreach (var (descending, expected) in new[] { (false, "one two"), (true, "two one") })
        {
            var query = new RunQuery { ExperimentIds = [experiment.Id], OrderBy = [new RunOrder(RunField.Metric, "m", descending)] };
            var names = (await Store.SearchRunsAsync(query, Cancellation).ListAsync()).Select(run => run.Info.Name);
            Assert.Equal(expected, string.Join(' ', names.Take(2)));
        }
    }

    [Fact]
    public async Task Artifacts_go_up_are_listed_and_come_down()
    {
        var run = await Some.RunIn(Store);
        var file = Folder.File("source.txt");
        await File.WriteAllTextAsync(file, "hello\n", Cancellation);
        await Store.UploadArtifactAsync(run.Id, "plots/a b#%.txt", file, Cancellation);
        await File.WriteAllTextAsync(file, "hello again\n", Cancellation);
        await Store.UploadArtifactAsync(run.Id, "plots/a b#%.txt", file, Cancellation);

        Assert.Equal(new ArtifactInfo("plots", true, null), Assert.Single(await Store.ListArtifactsAsync(run.Id, cancellation: Cancellation).ListAsync()));
        Assert.Equal(
            new ArtifactInfo("plots/a b#%.txt", false, 12),
            Assert.Single(await Store.ListArtifactsAsync(run.Id, "plots", Cancellation).ListAsync()));
        var down = new MemoryStream();
        await Store.DownloadArtifactAsync(run.Id, "plots/a b#%.txt", down, Cancellation);
        Assert.Equal("hello again\n", Encoding.UTF8.GetString(down.ToArray()));
    }

    [Fact]
    public async Task A_missing_artifact_is_said_to_be_missing_and_an_empty_folder_is_empty()
    {
        var run = await Some.RunIn(Store);
        var e = await Assert.ThrowsAsync<MlflowException>(() => Store.DownloadArtifactAsync(run.Id, "none.txt", new MemoryStream(), Cancellation));
        Assert.Equal(MlflowErrorCode.ResourceDoesNotExist, e.ErrorCode);
        Assert.Empty(await Store.ListArtifactsAsync(run.Id, cancellation: Cancellation).ListAsync());
    }

    [Fact]
    public async Task A_path_that_leads_out_of_the_run_is_refused()
    {
        var run = await Some.RunIn(Store);
        await Assert.ThrowsAsync<MlflowException>(() => Store.UploadArtifactAsync(run.Id, "../x", Folder.File("x"), Cancellation));
    }

    [Fact]
    public async Task A_run_is_created_once_by_its_identifying_tag()
    {
        var experiment = await Store.GetOrCreateExperimentAsync("kd", cancellation: Cancellation);
        var identity = new Tag("kdhost.trial_id", "9f2c");
        var made = await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation);
        Assert.Equal(made.Id, (await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation)).Id);
    }

    [Fact]
    public async Task Of_twins_the_earlier_is_adopted_and_the_other_deleted()
    {
        var experiment = await Store.GetOrCreateExperimentAsync("kd", cancellation: Cancellation);
        var identity = new Tag("kdhost.trial_id", "9f2c");
        var late = await Store.CreateRunAsync(Some.Run(experiment, tags: identity) with { StartTime = Some.Start.AddSeconds(1) }, Cancellation);
        var early = await Store.CreateRunAsync(Some.Run(experiment, tags: identity), Cancellation);
        Assert.Equal(early.Id, (await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation)).Id);
        Assert.Equal(LifecycleStage.Deleted, (await Store.GetRunAsync(late.Id, Cancellation)).Info.Stage);
    }

    [Fact]
    public async Task A_run_that_its_user_deleted_stays_deleted()
    {
        var experiment = await Store.GetOrCreateExperimentAsync("kd", cancellation: Cancellation);
        var identity = new Tag("kdhost.trial_id", "9f2c");
        var made = await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation);
        await Store.DeleteRunAsync(made.Id, Cancellation);
        var found = await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation);
        Assert.Equal((made.Id, LifecycleStage.Deleted), (found.Id, found.Info.Stage));
    }

    [Fact]
    public async Task A_cursor_goes_on_where_an_earlier_sender_stopped()
    {
        var run = await Some.RunIn(Store);
        var first = await RunCursor.OpenAsync(Store, run.Id, "kdhost.cursor", Cancellation);
        Assert.Equal(0, first.Position);
        await first.AdvanceAsync(10, Some.Metrics(10), Cancellation);
        var second = await RunCursor.OpenAsync(Store, run.Id, "kdhost.cursor", Cancellation);
        Assert.Equal(10, second.Position);
        await second.AdvanceAsync(10, Some.Metrics(10), Cancellation);
        Assert.Equal(10, (await Store.GetMetricHistoryAsync(run.Id, "train/loss", Cancellation).ListAsync()).Count);
    }

    [Fact]
    public async Task A_cancelled_call_says_so() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        () => Store.FindExperimentAsync("x", new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_probe_tells_where_the_store_is_and_its_version()
    {
        var info = await Store.ProbeAsync(Cancellation);
        Assert.NotEmpty(info.Location);
        Assert.NotNull(info.Version);
    }
}
