using System.Diagnostics;
using System.Net;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>Which faults the client sits out, and what it says of the others.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private FakeMlflow _server = null!;
    private RestTrackingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeMlflow.StartAsync();
        _store = _server.Store();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    public static TheoryData<Fault> Passing() =>
    [
        new Fault.Status(429),
        new Fault.Status(429, RetryAfter: "0"),
        new Fault.Status(408),
        new Fault.Status(502, Html: true),
        new Fault.Status(503),
        new Fault.Status(504, Html: true),
        new Fault.Status(500),
        new Fault.ResetBefore(),
        new Fault.ResetAfterReading(),
        new Fault.ResetAfterCommit(),
        new Fault.HalfAnswer(),
        new Fault.Twice(),
        new Fault.Slow(TimeSpan.FromMilliseconds(50)),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_may_be_repeated_is_repeated_until_it_works(Fault fault)
    {
        var run = await Some.RunIn(_store);
        _server.Faults.Next("runs/set-tag", fault, count: 2);
        await _store.SetTagAsync(run.Id, new Tag("t", "1"), Some.Cancellation);
        Assert.Equal("1", (await _store.GetRunAsync(run.Id, Some.Cancellation)).Tag("t"));
    }

    [Fact]
    public async Task A_batch_is_not_repeated_when_nobody_knows_whether_it_arrived()
    {
        var run = await Some.RunIn(_store);
        _server.Faults.Next("runs/log-batch", new Fault.ResetAfterCommit());
        var e = await Assert.ThrowsAsync<MlflowException>(() => _store.LogBatchAsync(run.Id, Some.Metrics(1), Some.Cancellation));
        Assert.Equal((true, true, run.Id), (e.IsTransient, e.OutcomeUnknown, e.RunId));
        Assert.Single(_server.Requests, request => request.EndsWith("log-batch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_is_repeated_when_the_server_was_too_busy_to_take_it()
    {
        var run = await Some.RunIn(_store);
        _server.Faults.Next("runs/log-batch", new Fault.Status(429, RetryAfter: "0"));
        await _store.LogBatchAsync(run.Id, Some.Metrics(1), Some.Cancellation);
    }

    [Fact]
    public async Task Retry_after_is_obeyed_as_seconds_and_as_a_date()
    {
        foreach (var isDate in new[] { false, true })
        {
            // A date has whole seconds only.
            var after = isDate ? DateTimeOffset.UtcNow.AddSeconds(3).ToString("R") : "1";
            _server.Faults.Next("/version", new Fault.Status(503, RetryAfter: after));
            var watch = Stopwatch.StartNew();
            await _store.ProbeAsync(Some.Cancellation);
            Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(15));
        }
    }

    [Fact]
    public async Task How_long_a_server_wants_to_be_left_alone_is_told()
    {
        await using var store = _server.Store(FakeServers.Quick with { MaxRetries = 0 });
        _server.Faults.Next("/version", new Fault.Status(429, RetryAfter: "7"));
        Assert.Equal(TimeSpan.FromSeconds(7), (await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation))).RetryAfter);
        _server.Faults.Next("/version", new Fault.Status(429));
        Assert.Null((await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation))).RetryAfter);
    }

    [Fact]
    public async Task Errors_of_the_server_are_repeated_three_times_at_most()
    {
        _server.Faults.Always("/version", new Fault.Status(500));
        var e = await Assert.ThrowsAsync<MlflowException>(() => _store.ProbeAsync(Some.Cancellation));
        Assert.Equal((HttpStatusCode.InternalServerError, true), (e.Status, e.IsTransient));
        Assert.Equal(4, _server.Requests.Count);
    }

    [Fact]
    public async Task The_number_of_repetitions_is_an_option()
    {
        await using var store = _server.Store(FakeServers.Quick with { MaxRetries = 2 });
        _server.Faults.Always("/version", new Fault.Status(503));
        await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_given_up_and_repeated()
    {
        await using var store = _server.Store(FakeServers.Quick with { RequestTimeout = TimeSpan.FromSeconds(1) });
        _server.Faults.Next("/version", new Fault.Slow(TimeSpan.FromMinutes(1)));
        _server.Faults.Next("/version", new Fault.Dripping(TimeSpan.FromSeconds(1)));
        Assert.Equal("3.11.2.dev0", (await store.ProbeAsync(Some.Cancellation)).Version);
    }

    [Fact]
    public async Task A_time_out_is_transient_with_unknown_outcome()
    {
        var run = await Some.RunIn(_store);
        await using var store = _server.Store(FakeServers.Quick with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
        _server.Faults.Next("runs/log-batch", new Fault.Slow(TimeSpan.FromMinutes(1)));
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.LogBatchAsync(run.Id, Some.Metrics(1), Some.Cancellation));
        Assert.Equal((true, true), (e.IsTransient, e.OutcomeUnknown));
        Assert.Contains("did not answer in time", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "MLFLOW_TRACKING_TOKEN")]
    [InlineData(403, "--allowed-hosts")]
    [InlineData(413, "bodies of this size")]
    public async Task Refusals_of_gateways_are_not_repeated_and_come_with_advice(int status, string advice)
    {
        _server.Faults.Always("/version", new Fault.Status(status, Html: true));
        var e = await Assert.ThrowsAsync<MlflowException>(() => _store.ProbeAsync(Some.Cancellation));
        Assert.Contains(advice, e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_wrong_address_is_recognised()
    {
        await using var store = new RestTrackingStore(new Uri(_server.Address, "/elsewhere/"), FakeServers.Quick);
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.GetRunAsync("x", Some.Cancellation));
        Assert.Contains("tracking address is wrong", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task A_lost_answer_to_create_makes_no_second_experiment_and_no_second_run()
    {
        _server.Faults.Next("experiments/create", new Fault.ResetAfterCommit());
        var experiment = await _store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation);
        _server.Faults.Next("runs/create", new Fault.ResetAfterCommit());
        var run = await _store.AdoptOrCreateRunAsync(Some.Run(experiment), new Tag("id", "1"), Some.Cancellation);
        Assert.Equal(run.Id, Assert.Single(_server.State.Runs).Key);
    }

    [Fact]
    public async Task A_server_that_restarts_is_found_again()
    {
        var run = await Some.RunIn(_store);
        await _server.StopAsync();
        await Assert.ThrowsAsync<MlflowException>(() => _store.GetRunAsync(run.Id, Some.Cancellation));
        await _server.StartAgainAsync(keepState: true);
        Assert.Equal(run.Id, (await _store.GetRunAsync(run.Id, Some.Cancellation)).Id);
    }
}
