using System.Net;
using System.Text.Json.Serialization.Metadata;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow.Rest.Artifacts;

/// <summary>Uploads a large file in parts, straight to the storage behind a server.</summary>
internal sealed class MultipartUpload(RestTransport transport, Uri server, string path, string runId)
{
    private const int PartBytes = 10 * 1024 * 1024;

    private string Folder => path[..path.LastIndexOf('/')];

    private string Name => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>False when the server's storage has no such thing.</summary>
    internal async Task<bool> TryAsync(string localFile, CancellationToken cancellation)
    {
        var length = new FileInfo(localFile).Length;
        var count = (int)((length + PartBytes - 1) / PartBytes);
        WireUpload upload;
        try
        {
            upload = await AskAsync(
                "create", new WireUploadStart { Path = Name, NumParts = count }, WireJson.Default.WireUploadStart, WireJson.Default.WireUpload, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.Status is HttpStatusCode.NotImplemented or HttpStatusCode.NotFound)
        {
            return false;
        }

        try
        {
            var parts = new List<WireUploadedPart>();
            foreach (var slot in (upload.Credentials ?? []).OrderBy(slot => slot.PartNumber))
                parts.Add(await SendPartAsync(localFile, length, slot, cancellation).ConfigureAwait(false));
            var end = new WireUploadEnd { Path = Name, UploadId = upload.UploadId, Parts = [.. parts] };
            await AskAsync("complete", end, WireJson.Default.WireUploadEnd, WireJson.Default.WireNothing, cancellation).ConfigureAwait(false);
            return true;
        }
        catch
        {
            await AbortAsync(upload.UploadId).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<WireUploadedPart> SendPartAsync(string localFile, long length, WireUploadSlot slot, CancellationToken cancellation)
    {
        var start = (long)(slot.PartNumber - 1) * PartBytes;
        var bytes = new byte[Math.Min(PartBytes, length - start)];
        await using (var file = new FileStream(localFile, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous))
        {
            file.Position = start;
            await file.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        }

        using var content = new ByteArrayContent(bytes);
        foreach (var (name, value) in slot.Headers ?? [])
            content.Headers.TryAddWithoutValidation(name, value);

        // The address of a part is itself a credential: messages speak of the part's number only.
        var call = new RestCall(HttpMethod.Put, $"{path} (part {slot.PartNumber})") { RunId = runId };
        using var answer = await transport.SendAsync(call, new Uri(server, slot.Url), content, streamed: false, cancellation).ConfigureAwait(false);
        return new WireUploadedPart { PartNumber = slot.PartNumber, Etag = answer.Headers.ETag?.ToString(), Url = slot.Url };
    }

    private async Task AbortAsync(string? uploadId)
    {
        try
        {
            var end = new WireUploadEnd { Path = Name, UploadId = uploadId };
            await AskAsync("abort", end, WireJson.Default.WireUploadEnd, WireJson.Default.WireNothing, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MlflowException)
        {
            // The storage forgets unfinished uploads by itself; the fault that led here is the one to report.
        }
    }

    private Task<TAnswer> AskAsync<TBody, TAnswer>(
        string verb, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation)
    {
        var call = new RestCall(HttpMethod.Post, $"{RestCall.Artifacts}mpu/{verb}/{ArtifactPath.Escape(Folder)}") { RunId = runId };
        return transport.SendAsync(call, body, bodyType, answerType, cancellation);
    }
}
