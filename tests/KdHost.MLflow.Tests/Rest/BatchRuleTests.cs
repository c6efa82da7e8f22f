using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.State;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>Limits of the server met from outside, without the client's own checks.</summary>
public sealed class BatchRuleTests
{
    private static RunBatch Batch(int metrics = 0, int parameters = 0, int tags = 0) => new()
    {
        Metrics = Some.Metrics(metrics).Metrics,
        Params = [.. Enumerable.Range(0, parameters).Select(i => new Param($"p{i}", "1"))],
        Tags = [.. Enumerable.Range(0, tags).Select(i => new Tag($"t{i}", "1"))],
    };

    [Theory]
    [InlineData(1000, 0, 0, true)]
    [InlineData(1001, 0, 0, false)]
    [InlineData(0, 100, 0, true)]
    [InlineData(0, 101, 0, false)]
    [InlineData(0, 0, 100, true)]
    [InlineData(0, 0, 101, false)]
    [InlineData(900, 50, 50, true)]
    [InlineData(901, 50, 50, false)]
    public async Task The_fake_counts_like_a_server(int metrics, int parameters, int tags, bool isTaken)
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        var problem = await Record.ExceptionAsync(() => store.Client.Runs.LogBatchAsync(run.Id, Batch(metrics, parameters, tags), Some.Cancellation));
        Assert.Equal(isTaken, problem is null);
        await store.LogBatchAsync(run.Id, Batch(metrics, parameters, tags), Some.Cancellation);
    }

    [Theory]
    [InlineData(FakeProfile.V2, 6000, 6000)]
    [InlineData(FakeProfile.V2, 6001, null)]
    [InlineData(FakeProfile.V3, 6001, 6000)]
    public async Task Old_servers_refuse_long_params_and_new_ones_cut_them(FakeProfile profile, int length, int? kept)
    {
        var stored = await SendAsync(profile, new RunBatch { Params = [new("p", new string('v', length))] });
        Assert.Equal(kept, stored?.Params["p"].Length);
    }

    [Theory]
    [InlineData(FakeProfile.V2, 5000, 5000)]
    [InlineData(FakeProfile.V2, 5001, null)]
    [InlineData(FakeProfile.V3, 8000, 8000)]
    [InlineData(FakeProfile.V3, 8001, 8000)]
    public async Task Old_servers_refuse_long_tags_and_new_ones_cut_them(FakeProfile profile, int length, int? kept)
    {
        var stored = await SendAsync(profile, new RunBatch { Tags = [new("t", new string('v', length))] });
        Assert.Equal(kept, stored?.Tags["t"].Length);
    }

    [Theory]
    [InlineData(250, true)]
    [InlineData(251, false)]
    public async Task A_key_has_250_characters(int length, bool isTaken) =>
        Assert.Equal(isTaken, await SendAsync(FakeProfile.V3, new RunBatch { Params = [new(new string('k', length), "1")] }, isStrict: false) is not null);

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public async Task Time_begins_in_1970(long time, bool isTaken) =>
        Assert.Equal(isTaken, await SendAsync(FakeProfile.V3, new RunBatch { Metrics = [new("m", 1, time, -3)] }) is not null);

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(50_001, true)]
    public async Task A_page_of_runs_is_never_asked_larger_than_servers_give(int size, bool isTaken)
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        var found = await store.SearchRunsAsync(new RunQuery { ExperimentIds = [run.Info.ExperimentId], PageSize = size }, Some.Cancellation).ListAsync();
        Assert.Equal(isTaken, found.Count == 1);
    }

    private static async Task<FakeRun?> SendAsync(FakeProfile profile, RunBatch batch, bool isStrict = true)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile, Strict = isStrict });
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        try
        {
            await store.Client.Runs.LogBatchAsync(run.Id, batch, Some.Cancellation);
            return server.State.Runs[run.Id];
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.InvalidParameterValue)
        {
            return null;
        }
    }
}
