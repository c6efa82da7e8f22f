using System.Security.Cryptography;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>Where files go, and what happens when that breaks.</summary>
public sealed class ArtifactTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string RandomFile(int bytes)
    {
        var path = _folder.File("weights.bin");
        File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(bytes));
        return path;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_file_goes_in_parts_where_the_server_can_and_whole_where_it_cannot(bool isSupported)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Multipart = isSupported });
        await using var store = server.Store(FakeServers.Quick with { MultipartThreshold = Megabyte });
        var run = await Some.RunIn(store);
        var file = RandomFile(21 * Megabyte);
        foreach (var name in new[] { "a.bin", "b.bin" })
            await store.UploadArtifactAsync(run.Id, $"model/{name}", file, Some.Cancellation);

        var down = new MemoryStream();
        await store.DownloadArtifactAsync(run.Id, "model/a.bin", down, Some.Cancellation);
        Assert.Equal(await File.ReadAllBytesAsync(file, Some.Cancellation), down.ToArray());
        Assert.Equal(isSupported ? 2 : 1, server.Requests.Count(request => request.Contains("mpu/create", StringComparison.Ordinal)));
        Assert.Equal(isSupported ? 6 : 0, server.Requests.Count(request => request.Contains("/storage/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_upload_in_parts_that_fails_is_aborted()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Multipart = true });
        await using var store = server.Store(FakeServers.Quick with { MultipartThreshold = 1, MaxRetries = 0 });
        var run = await Some.RunIn(store);
        server.Faults.Next("/1", new Fault.Status(403, Html: true));
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.UploadArtifactAsync(run.Id, "a.bin", RandomFile(10), Some.Cancellation));
        Assert.Contains("(part 1)", e.Message, StringComparison.Ordinal);
        Assert.Contains(server.Requests, request => request.Contains("mpu/abort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_do_not_go_to_the_storage_of_another_host()
    {
        await using var storage = await FakeMlflow.StartAsync();
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { ArtifactLocation = $"mlflow-artifacts://127.0.0.1:{storage.Address.Port}" });
        string? authorization = null;
        await using var store = server.Store(FakeServers.Quick with
        {
            Token = "t0ken",
            WrapHandler = inner => new Watching(inner, request =>
            {
                if (request.RequestUri!.Port == storage.Address.Port)
                    authorization = request.Headers.Authorization?.ToString() ?? "none";
            }),
        });
        var run = await Some.RunIn(store);
        await store.UploadArtifactAsync(run.Id, "a.txt", RandomFile(10), Some.Cancellation);
        Assert.Equal("none", authorization);
        Assert.Single(storage.State.Artifacts);
    }

    [Fact]
    public async Task A_broken_upload_is_sent_again_from_the_start()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        server.Faults.Next("a.bin", new Fault.ResetAfterReading());
        server.Faults.Next("a.bin", new Fault.Status(503));
        var file = RandomFile(Megabyte);
        await store.UploadArtifactAsync(run.Id, "a.bin", file, Some.Cancellation);
        Assert.Equal(await File.ReadAllBytesAsync(file, Some.Cancellation), server.State.Artifacts.Single().Value);
    }

    [Fact]
    public async Task A_folder_that_this_machine_sees_is_written_to_directly()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { ArtifactLocation = _folder.Root });
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        await store.UploadArtifactAsync(run.Id, "plots/a.bin", RandomFile(10), Some.Cancellation);
        Assert.Equal(10, new FileInfo(Path.Combine(run.Info.ArtifactUri, "plots", "a.bin")).Length);
    }

    [Theory]
    [InlineData("s3://bucket/mlflow")]
    [InlineData("/no-such-folder-anywhere/mlflow")]
    [InlineData("dbfs:/mlflow")]
    [InlineData("/usr/no-such-folder/mlflow")]
    public async Task Storage_out_of_reach_is_refused_with_advice(string location)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { ArtifactLocation = location });
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.UploadArtifactAsync(run.Id, "a.bin", RandomFile(10), Some.Cancellation));
        Assert.Contains("--serve-artifacts", e.Message, StringComparison.Ordinal);
        Assert.Contains(location, e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var store = server.Store();
        var run = await Some.RunIn(store);
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.UploadArtifactAsync(run.Id, "a.bin", _folder.File("none"), Some.Cancellation));
        Assert.Contains(_folder.File("none"), e.Message, StringComparison.Ordinal);
    }

    private sealed class Watching(HttpMessageHandler inner, Action<HttpRequestMessage> watch) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            watch(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
