using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Delivery;

public sealed class RunCursorTests : IAsyncLifetime
{
    private FakeMlflow _server = null!;
    private RestTrackingStore _store = null!;
    private RunCursor _cursor = null!;

    public async ValueTask InitializeAsync()
    {
        // Duplicates would stay in a file store, so this profile shows needless resends.
        _server = await FakeMlflow.StartAsync(new FakeOptions { Profile = FakeProfile.FileStore });
        _store = _server.Store(FakeServers.Quick with { MaxRetries = 0 });
        _cursor = await RunCursor.OpenAsync(_store, (await Some.RunIn(_store)).Id, "cursor", Some.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    private int Stored => _server.State.Runs[_cursor.RunId].History.Count;

    [Fact]
    public async Task A_lost_answer_is_made_good_by_reading_the_cursor()
    {
        _server.Faults.Next("runs/log-batch", new Fault.ResetAfterCommit());
        await _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation);
        Assert.Equal((5L, 5), (_cursor.Position, Stored));
    }

    [Fact]
    public async Task A_batch_that_did_not_arrive_is_the_callers_to_send_again()
    {
        _server.Faults.Next("runs/log-batch", new Fault.ResetAfterReading());
        var e = await Assert.ThrowsAsync<MlflowException>(() => _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation));
        Assert.True(e.IsTransient);
        Assert.Equal((0L, 0), (_cursor.Position, Stored));
        await _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation);
        Assert.Equal((5L, 5), (_cursor.Position, Stored));
    }

    [Fact]
    public async Task When_the_cursor_cannot_be_read_the_next_try_reads_it_before_sending()
    {
        _server.Faults.Next("runs/log-batch", new Fault.ResetAfterCommit());
        _server.Faults.Next("runs/get", new Fault.Status(503));
        await Assert.ThrowsAsync<MlflowException>(() => _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation));
        Assert.Equal(0, _cursor.Position);
        await _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation);
        Assert.Equal((5L, 5), (_cursor.Position, Stored));
    }

    [Fact]
    public async Task A_sender_can_settle_where_it_is_before_it_cuts_its_next_batch()
    {
        _server.Faults.Next("runs/log-batch", new Fault.ResetAfterCommit());
        _server.Faults.Next("runs/get", new Fault.Status(503), count: 2);
        await Assert.ThrowsAsync<MlflowException>(() => _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation));
        await Assert.ThrowsAsync<MlflowException>(() => _cursor.SettleAsync(Some.Cancellation));
        Assert.Equal(0, _cursor.Position);
        await _cursor.SettleAsync(Some.Cancellation);
        Assert.Equal(5, _cursor.Position);
        var requests = _server.Requests.Count;
        await _cursor.SettleAsync(Some.Cancellation);
        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public async Task The_cursor_never_goes_back()
    {
        await _cursor.AdvanceAsync(5, Some.Metrics(5), Some.Cancellation);
        await _cursor.AdvanceAsync(3, Some.Metrics(3), Some.Cancellation);
        Assert.Equal((5L, 5), (_cursor.Position, Stored));
    }

    [Fact]
    public async Task A_refusal_leaves_the_position()
    {
        var bad = new RunBatch { Params = [new("a,b", "1")] };
        var e = await Assert.ThrowsAsync<MlflowException>(() => _cursor.AdvanceAsync(1, bad, Some.Cancellation));
        Assert.False(e.IsTransient);
        Assert.Equal(0, _cursor.Position);
    }
}
