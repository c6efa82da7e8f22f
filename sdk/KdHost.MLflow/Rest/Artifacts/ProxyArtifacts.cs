using System.Net;
using System.Text.Json;
using KdHost.MLflow.Artifacts;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow.Rest.Artifacts;

/// <summary>Artifacts behind a server's proxy.</summary>
internal sealed class ProxyArtifacts(
    RestTransport transport, Uri server, string root, string runId, MlflowOptions options, MultipartSupport multipart) : IArtifactPlace
{
    public async Task UploadAsync(string path, string localFile, CancellationToken cancellation)
    {
        await using var file = Open(localFile);
        var wantsParts = options.MultipartThreshold is { } threshold && file.Length >= threshold;
        if (wantsParts && !multipart.IsMissing)
        {
            var upload = new MultipartUpload(transport, server, $"{root}/{path}", runId);
            if (await upload.TryAsync(localFile, cancellation).ConfigureAwait(false))
                return;
            multipart.IsMissing = true;
        }

        using var content = new StreamContent(file);
        content.Headers.ContentLength = file.Length;
        content.Headers.ContentType = new("application/octet-stream");
        using var answer = await SendAsync(HttpMethod.Put, path, content, streamed: false, cancellation).ConfigureAwait(false);
    }

    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, streamed: true, cancellation).ConfigureAwait(false);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await StreamCopy.RunAsync(body, destination, transport.IdleTimeout, path, runId, cancellation).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, null, streamed: false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Null where server or storage have no such thing.</summary>
    internal async Task<PresignedArtifact?> TryPresignAsync(string path, CancellationToken cancellation)
    {
        var call = new RestCall(HttpMethod.Get, $"{RestCall.Artifacts}presigned/{ArtifactPath.Escape($"{root}/{path}")}") { RunId = runId };
        try
        {
            using var answer = await transport.SendAsync(call, call.Address(server), null, streamed: false, cancellation).ConfigureAwait(false);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes, WireJson.Default.WirePresigned) is { Url: { } url } found
                ? new PresignedArtifact(new Uri(server, url), found.Headers ?? [])
                : null;
        }
        catch (MlflowException e) when (e.Status is HttpStatusCode.NotImplemented || (e.Status is HttpStatusCode.NotFound && e.ErrorCode is null))
        {
            return null;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, bool streamed, CancellationToken cancellation)
    {
        var call = new RestCall(method, $"{RestCall.Artifacts}artifacts/{ArtifactPath.Escape($"{root}/{path}")}") { RunId = runId };
        return transport.SendAsync(call, call.Address(server), content, streamed, cancellation);
    }

    private static FileStream Open(string localFile)
    {
        try
        {
            return new FileStream(localFile, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlflowException($"Cannot read {localFile}: {e.Message}", e) { Endpoint = localFile };
        }
    }
}
