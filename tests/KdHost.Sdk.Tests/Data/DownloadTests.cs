using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private readonly TemporaryFolder _folder = new();
    private readonly Server _server = new(Content);

    private string Target => Path.Combine(_folder.Path, "tiny", "tiny.bin");

    public void Dispose()
    {
        _folder.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_missing_file_is_fetched_and_an_existing_one_is_not()
    {
        await FetchAsync();
        await FetchAsync();
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_stopped()
    {
        _server.BreakAfter = 400;
        await Assert.ThrowsAsync<FaultException>(() => FetchAsync());
        Assert.False(File.Exists(Target));
        _server.BreakAfter = null;
        await FetchAsync();
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([null, new RangeHeaderValue(400, null)], _server.Requests.Select(request => request.Headers.Range));
    }

    [Fact]
    public async Task A_server_that_ignores_the_range_starts_the_file_anew()
    {
        _server.BreakAfter = 400;
        await Assert.ThrowsAsync<FaultException>(() => FetchAsync());
        (_server.BreakAfter, _server.KnowsRanges) = (null, false);
        await FetchAsync();
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_wrong_checksum_throws_the_file_away_and_says_both()
    {
        var error = await Assert.ThrowsAsync<FaultException>(() => FetchAsync(md5: new string('0', 32)));
        var fault = error.Faults.Single();
        Assert.Contains(Convert.ToHexStringLower(MD5.HashData(Content)), fault.Found, StringComparison.Ordinal);
        Assert.Contains(new string('0', 32), fault.Expected, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task Without_a_network_the_fault_says_which_file_to_put_where()
    {
        _server.IsAway = true;
        var fault = (await Assert.ThrowsAsync<FaultException>(() => FetchAsync())).Faults.Single();
        Assert.Equal(Target, fault.File);
        Assert.Contains("http://official.example/tiny.bin", fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_is_asked_instead_of_the_official_address()
    {
        await FetchAsync(mirror: new Uri("http://mirror.example/sets/"));
        Assert.Equal(new Uri("http://mirror.example/sets/tiny/tiny.bin"), _server.Requests.Single().RequestUri);
    }

    [Fact]
    public async Task A_download_that_stalls_is_given_up_and_goes_on_later()
    {
        _server.StallAfter = 400;
        var fault = (await Assert.ThrowsAsync<FaultException>(() => FetchAsync(patience: TimeSpan.FromMilliseconds(50)))).Faults.Single();
        Assert.Contains("no byte arrived for 0.1 s", fault.Found, StringComparison.Ordinal);
        Assert.Contains("run again to go on", fault.Fix, StringComparison.Ordinal);
        _server.StallAfter = null;
        await FetchAsync();
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_is_checked_by_SHA_256_where_that_is_what_is_known()
    {
        await FetchAsync(Convert.ToHexStringLower(SHA256.HashData(Content)));
        File.Delete(Target);
        var fault = (await Assert.ThrowsAsync<FaultException>(() => FetchAsync(new string('0', 64)))).Faults.Single();
        Assert.StartsWith("sha256 ", fault.Expected, StringComparison.Ordinal);
    }

    private async Task FetchAsync(string? md5 = null, Uri? mirror = null, TimeSpan? patience = null)
    {
        using var http = new HttpClient(_server, disposeHandler: false);
        var source = new TinySource(md5 ?? Convert.ToHexStringLower(MD5.HashData(Content)));
        await new Download(http, mirror, patience).FetchAsync(source, new DataRoot(_folder.Path), new Progress<DownloadProgress>(), TestContext.Current.CancellationToken);
    }

    private sealed class TinySource(string md5) : ImageSource
    {
        public override string Name => "tiny";

        public override ImageShape Shape => new(1, 1, 1);

        public override int Classes => 2;

        public override IReadOnlyList<float> Mean => [0];

        public override IReadOnlyList<float> StandardDeviation => [1];

        public override int DefaultValidationSize => 1;

        public override IReadOnlyList<RemoteFile> Files => [new("tiny.bin", new Uri("http://official.example/tiny.bin"), md5)];

        public override (ImageSet Training, ImageSet Test) Read(DataRoot root) => throw new InvalidOperationException("this data set is only fetched");
    }

    private sealed class Server(byte[] content) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        public int? BreakAfter { get; set; }

        public int? StallAfter { get; set; }

        public bool KnowsRanges { get; set; } = true;

        public bool IsAway { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsAway)
                throw new HttpRequestException("name or service not known");
            Requests.Add(request);
            var from = KnowsRanges ? (int)(request.Headers.Range?.Ranges.Single().From ?? 0) : 0;
            return Task.FromResult(new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
            {
                Content = new StreamContent(new BreakingStream(content[from..], BreakAfter, StallAfter)),
            });
        }
    }

    private sealed class BreakingStream(byte[] content, int? breakAfter, int? stallAfter) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == stallAfter)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if ((breakAfter ?? stallAfter) is not { } limit)
                return await base.ReadAsync(buffer, cancellationToken);
            var left = limit - (int)Position;
            return left > 0 ? await base.ReadAsync(buffer[..Math.Min(left, buffer.Length)], cancellationToken) : throw new IOException("the connection was reset");
        }
    }
}
