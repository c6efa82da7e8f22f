using System.Collections.Immutable;
using System.Net;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>Credentials reach the server, and nobody and nothing else.</summary>
public sealed class CredentialTests
{
    // "ada:s3cret" in base 64.
    private const string Basic = "Basic YWRhOnMzY3JldA==";

    private static readonly MlflowOptions ByName = FakeServers.Quick with { Username = "ada", Password = "s3cret" };

    [Fact]
    public async Task User_name_and_password_are_sent_and_win_over_a_token()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Authorization = Basic });
        await using var store = server.Store(ByName with { Token = "t0ken" });
        await store.ProbeAsync(Some.Cancellation);
    }

    [Fact]
    public async Task A_token_is_sent()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Authorization = "Bearer t0ken" });
        await using var store = server.Store(FakeServers.Quick with { Token = "t0ken" });
        await store.ProbeAsync(Some.Cancellation);
    }

    [Fact]
    public async Task Credentials_inside_the_address_are_sent_and_not_shown()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Authorization = Basic, Prefix = "/mlflow" });
        var address = $"http://ada:s3cret@127.0.0.1:{server.Address.Port}/mlflow";
        await using var store = TrackingStore.Open(address, FakeServers.Quick);
        Assert.Equal($"http://127.0.0.1:{server.Address.Port}/mlflow/", (await store.ProbeAsync(Some.Cancellation)).Location);
    }

    [Fact]
    public async Task Headers_and_workspace_are_sent_to_the_server_only()
    {
        var seen = new List<HttpRequestMessage>();
        var handler = new Answering(request =>
        {
            seen.Add(request);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("3.11.2") };
        });
        var options = FakeServers.Quick with
        {
            Workspace = "lab",
            Headers = ImmutableDictionary<string, string>.Empty.Add("X-Gateway-Key", "k3y"),
            WrapHandler = _ => handler,
        };
        await using var store = new RestTrackingStore(new Uri("http://server"), options);
        await store.ProbeAsync(Some.Cancellation);
        Assert.Equal(["k3y"], seen.Single().Headers.GetValues("X-Gateway-Key"));
        Assert.Equal(["lab"], seen.Single().Headers.GetValues("X-MLFLOW-WORKSPACE"));
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        var hosts = new List<string>();
        var handler = new Answering(request =>
        {
            hosts.Add(request.RequestUri!.Host);
            var answer = new HttpResponseMessage(HttpStatusCode.Found);
            answer.Headers.Location = new Uri("https://sign-in.example/?token=s3cret");
            return answer;
        });
        await using var store = new RestTrackingStore(new Uri("http://server"), ByName with { WrapHandler = _ => handler });
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation));
        Assert.Equal(["server"], hosts);
        Assert.Contains("redirects to https://sign-in.example/", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_within_the_host_is_followed_with_credentials()
    {
        var handler = new Answering(request =>
        {
            Assert.Equal(Basic, request.Headers.Authorization?.ToString());
            if (request.RequestUri!.AbsolutePath == "/mlflow/version")
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("3.11.2") };
            var answer = new HttpResponseMessage(HttpStatusCode.PermanentRedirect);
            answer.Headers.Location = new Uri("/mlflow/version", UriKind.Relative);
            return answer;
        });
        await using var store = new RestTrackingStore(new Uri("http://server"), ByName with { WrapHandler = _ => handler });
        Assert.Equal("3.11.2", (await store.ProbeAsync(Some.Cancellation)).Version);
    }

    [Fact]
    public async Task No_error_of_any_kind_holds_credentials()
    {
        await using var server = await FakeMlflow.StartAsync();
        var options = ByName with
        {
            MaxRetries = 0,
            RequestTimeout = TimeSpan.FromMilliseconds(500),
            Token = "t0ken",
            Headers = ImmutableDictionary<string, string>.Empty.Add("X-Gateway-Key", "k3y-s3cret"),
        };
        var address = new UriBuilder(server.Address) { UserName = "ada", Password = "s3cret" }.Uri;
        await using var store = new RestTrackingStore(address, options);
        var heard = new List<string>();
        Fault[] faults =
        [
            new Fault.Status(401), new Fault.Status(403, Html: true), new Fault.Status(404, Html: true), new Fault.Status(429), new Fault.Status(500),
            new Fault.ResetBefore(), new Fault.HalfAnswer(), new Fault.Slow(TimeSpan.FromMinutes(1)), new Fault.StatusAfterCommit(502),
        ];
        foreach (var fault in faults)
        {
            server.Faults.Next("", fault);
            heard.Add((await Assert.ThrowsAsync<MlflowException>(() => store.GetRunAsync("x", Some.Cancellation))).ToString());
        }

        await server.StopAsync();
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.GetRunAsync("x", Some.Cancellation));
        heard.AddRange([e.ToString(), options.ToString()]);
        foreach (var secret in new[] { "s3cret", "t0ken", "YWRhOnMzY3JldA", "k3y" })
            Assert.DoesNotContain(heard, text => text.Contains(secret, StringComparison.Ordinal));
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
