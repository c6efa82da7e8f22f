using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>What a user sees when there is no server.</summary>
public sealed class NobodyThereTests
{
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Fact]
    public async Task A_probe_fails_within_two_seconds_and_says_how_to_start_a_server()
    {
        var port = FreePort();
        await using var store = TrackingStore.Open($"http://ada:secret@127.0.0.1:{port}", new MlflowOptions { MaxRetries = 0 });
        var watch = Stopwatch.StartNew();
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Contains($"no MLflow server answers at http://127.0.0.1:{port} (Connection refused)", e.Message, StringComparison.Ordinal);
        Assert.Contains($"mlflow server --host 127.0.0.1 --port {port}", e.Message, StringComparison.Ordinal);
        Assert.Contains("sqlite:///mlflow.db", e.Message, StringComparison.Ordinal);
        Assert.Equal((true, false, null), (e.IsTransient, e.OutcomeUnknown, e.Status));
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_named()
    {
        await using var store = TrackingStore.Open("http://no-such-host.invalid", new MlflowOptions { MaxRetries = 0 });
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation));
        Assert.Contains("no-such-host.invalid", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_tried_again_and_then_explained()
    {
        var connections = new Hanging();
        var options = FakeServers.Quick with { MaxRetries = 2, WrapHandler = _ => connections };
        await using var store = new RestTrackingStore(new Uri("http://server"), options);
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation));
        Assert.Contains("no connection to http://server came about", e.Message, StringComparison.Ordinal);
        Assert.Equal((true, false, 3), (e.IsTransient, e.OutcomeUnknown, connections.Attempts));
    }

    [Fact]
    public async Task An_answer_that_is_not_mlflows_is_recognised()
    {
        using var listener = new HttpListener();
        var prefix = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(prefix);
        listener.Start();
        var serving = Task.Run(
            async () =>
            {
                var context = await listener.GetContextAsync();
                context.Response.OutputStream.Write("<html>Welcome</html>"u8);
                context.Response.Close();
            },
            Some.Cancellation);
        await using var store = TrackingStore.Open(prefix, new MlflowOptions { MaxRetries = 0 });
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.GetRunAsync("x", Some.Cancellation));
        await serving;
        Assert.Contains("not what MLflow sends", e.Message, StringComparison.Ordinal);
        Assert.Equal("<html>Welcome</html>", e.Body);
    }

    /// <summary>Fails as the framework does when ConnectTimeout is over.</summary>
    private sealed class Hanging : HttpMessageHandler
    {
        internal int Attempts { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Attempts++;
            throw new TaskCanceledException("", new TimeoutException());
        }
    }
}
