using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Delivery;

/// <summary>NaN survives a resend, which servers by themselves refuse.</summary>
public sealed class NanResendTests
{
    private static readonly RunBatch WithNan = new()
    {
        Metrics = [new("loss", double.NaN, 5, 1), new("loss", 0.5, 6, 2), new("acc", 0.1, 6, 2)],
        Tags = [new("note", "x")],
    };

    [Theory]
    [InlineData(FakeProfile.V2)]
    [InlineData(FakeProfile.V3)]
    public async Task A_batch_whose_nan_is_stored_already_is_sent_without_it(FakeProfile profile)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile });
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        await store.LogBatchAsync(run.Id, WithNan, Some.Cancellation);
        var more = WithNan with { Metrics = [.. WithNan.Metrics, new Metric("acc", 0.2, 7, 3)], Tags = [new("note", "y")] };
        await store.LogBatchAsync(run.Id, more, Some.Cancellation);
        Assert.Equal(4, server.State.Runs[run.Id].History.Count);
        Assert.Equal("y", server.State.Runs[run.Id].Tags["note"]);
    }

    [Fact]
    public async Task A_new_nan_beside_a_stored_one_that_a_gateway_delivers_twice_is_kept_once()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        await store.LogBatchAsync(run.Id, WithNan, Some.Cancellation);
        server.Faults.Next("runs/log-batch", new Fault.Twice(), count: 2);
        await store.LogBatchAsync(run.Id, WithNan with { Metrics = [WithNan.Metrics[0], new("loss", double.NaN, 9, 9)] }, Some.Cancellation);
        Assert.Equal(4, server.State.Runs[run.Id].History.Count);
    }

    [Fact]
    public async Task A_lost_tag_is_made_good_although_the_nan_before_it_was_stored()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        var cursor = await RunCursor.OpenAsync(store, run.Id, "cursor", Some.Cancellation);
        server.Faults.Next("runs/log-batch", new Fault.ParamsAndMetricsOnly());
        await Assert.ThrowsAsync<MlflowException>(() => cursor.AdvanceAsync(3, WithNan, Some.Cancellation));
        Assert.Equal(0, cursor.Position);
        await cursor.AdvanceAsync(3, WithNan, Some.Cancellation);
        Assert.Equal((3, 3L), (server.State.Runs[run.Id].History.Count, cursor.Position));
    }

    [Fact]
    public async Task A_refusal_for_another_reason_is_passed_on()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        server.Faults.Next("runs/log-batch", new Fault.Status(400));
        await Assert.ThrowsAsync<MlflowException>(() => store.LogBatchAsync(run.Id, WithNan, Some.Cancellation));
        Assert.Empty(server.State.Runs[run.Id].History);
    }
}
