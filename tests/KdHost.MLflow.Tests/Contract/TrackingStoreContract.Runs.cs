using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <content>Experiments and runs.</content>
public abstract partial class TrackingStoreContract
{
    [Fact]
    public async Task An_experiment_is_made_once_and_keeps_its_first_tags()
    {
        var made = await Store.GetOrCreateExperimentAsync(Unique("grid"), [new Tag("mlflow.note.content", "first")], Cancellation);
        var again = await Store.GetOrCreateExperimentAsync(Unique("grid"), [new Tag("mlflow.note.content", "second")], Cancellation);
        Assert.Equal(made.Id, again.Id);
        Assert.Equal("first", Assert.Single(again.Tags).Value);
        await Store.SetExperimentTagAsync(made.Id, new Tag("mlflow.note.content", "third"), Cancellation);
        Assert.Equal("third", Assert.Single((await Store.FindExperimentAsync(Unique("grid"), Cancellation))!.Tags).Value);
    }

    [Fact]
    public async Task An_experiment_that_is_not_there_is_null() =>
        Assert.Null(await Store.FindExperimentAsync("none", Cancellation));

    [Fact]
    public async Task A_new_run_is_running_has_its_tags_and_its_name_as_a_tag()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("kd"), cancellation: Cancellation);
        var created = await Store.CreateRunAsync(Some.Run(experiment, "trial-1", tags: new Tag("mlflow.user", "ada")), Cancellation);
        var run = await Store.GetRunAsync(created.Id, Cancellation);
        Assert.Equal((RunStatus.Running, LifecycleStage.Active, "trial-1", Some.Start), (run.Info.Status, run.Info.Stage, run.Info.Name, run.Info.StartTime));
        Assert.Equal(("ada", "trial-1"), (run.Tag("mlflow.user"), run.Tag("mlflow.runName")));
        Assert.Null(run.Info.EndTime);
    }

    [Fact]
    public async Task Renaming_a_run_renames_its_tag_and_the_other_way_round()
    {
        var run = await NewRunAsync();
        await Store.UpdateRunAsync(run.Id, new RunUpdate { Name = "second" }, Cancellation);
        Assert.Equal("second", (await Store.GetRunAsync(run.Id, Cancellation)).Tag("mlflow.runName"));
        await Store.SetTagAsync(run.Id, new Tag("mlflow.runName", "third"), Cancellation);
        Assert.Equal("third", (await Store.GetRunAsync(run.Id, Cancellation)).Info.Name);
    }

    [Fact]
    public async Task Data_sets_are_recorded_once()
    {
        var run = await NewRunAsync();
        var input = new DatasetInput(Some.Dataset(), "training");
        await Store.LogInputsAsync(run.Id, [input], Cancellation);
        await Store.LogInputsAsync(run.Id, [input], Cancellation);
        Assert.Equal(input, Assert.Single((await Store.GetRunAsync(run.Id, Cancellation)).Inputs));
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
