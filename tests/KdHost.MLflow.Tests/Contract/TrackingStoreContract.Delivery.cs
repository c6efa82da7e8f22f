using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <content>Nothing twice.</content>
public abstract partial class TrackingStoreContract
{
    [Fact]
    public async Task A_run_is_created_once_by_its_identifying_tag()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("kd"), cancellation: Cancellation);
        var identity = new Tag("kdhost.trial_id", "9f2c");
        var made = await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation);
        Assert.Equal(made.Id, (await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation)).Id);
    }

    [Fact]
    public async Task Of_twins_the_earlier_is_adopted_and_the_other_deleted()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("kd"), cancellation: Cancellation);
        var identity = new Tag("kdhost.trial_id", "9f2c");
        var late = await Store.CreateRunAsync(Some.Run(experiment, tags: identity) with { StartTime = Some.Start.AddSeconds(1) }, Cancellation);
        var early = await Store.CreateRunAsync(Some.Run(experiment, tags: identity), Cancellation);
        Assert.Equal(early.Id, (await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation)).Id);
        Assert.Equal(LifecycleStage.Deleted, (await Store.GetRunAsync(late.Id, Cancellation)).Info.Stage);
    }

    [Fact]
    public async Task A_run_that_its_user_deleted_stays_deleted()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("kd"), cancellation: Cancellation);
        var identity = new Tag("kdhost.trial_id", "9f2c");
        var made = await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation);
        await Store.DeleteRunAsync(made.Id, Cancellation);
        var found = await Store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Cancellation);
        Assert.Equal((made.Id, LifecycleStage.Deleted), (found.Id, found.Info.Stage));
    }

    [Fact]
    public async Task A_cursor_goes_on_where_an_earlier_sender_stopped()
    {
        var run = await NewRunAsync();
        var first = await RunCursor.OpenAsync(Store, run.Id, "kdhost.cursor", Cancellation);
        Assert.Equal(0, first.Position);
        await first.AdvanceAsync(10, Some.Metrics(10), Cancellation);
        var second = await RunCursor.OpenAsync(Store, run.Id, "kdhost.cursor", Cancellation);
        Assert.Equal(10, second.Position);
        await second.AdvanceAsync(10, Some.Metrics(10), Cancellation);
        Assert.Equal(10, (await Store.GetMetricHistoryAsync(run.Id, "train/loss", Cancellation).ListAsync()).Count);
    }
}
