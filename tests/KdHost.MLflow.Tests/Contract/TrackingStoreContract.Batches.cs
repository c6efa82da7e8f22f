using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <content>What is logged.</content>
public abstract partial class TrackingStoreContract
{
    [Fact]
    public async Task A_batch_is_stored_whole()
    {
        var run = await NewRunAsync();
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
        var run = await NewRunAsync();
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
        var run = await NewRunAsync();
        var (first, second) = (new Metric("m", 1, time, step), new Metric("m", 2, otherTime, otherStep));
        await Store.LogBatchAsync(run.Id, new RunBatch { Metrics = [first] }, Cancellation);
        await Store.LogBatchAsync(run.Id, new RunBatch { Metrics = [second] }, Cancellation);
        var latest = (first.Step, first.Timestamp).CompareTo((second.Step, second.Timestamp)) > 0 ? first : second;
        Assert.Equal(latest, (await Store.GetRunAsync(run.Id, Cancellation)).Metric("m"));
    }

    [Fact]
    public async Task Nan_and_infinities_come_back()
    {
        var run = await NewRunAsync();
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
        var run = await NewRunAsync();
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
        var run = await NewRunAsync();
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
}
