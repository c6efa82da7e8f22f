using System.Net;
using System.Net.Http.Headers;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data;

/// <summary>Fetches missing files of a data set: resumable, with a checksum, and visible under their name only when whole.</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="mirror">When set, files are asked for at <c>mirror/&lt;data set&gt;/&lt;file&gt;</c> instead of the official address.</param>
/// <param name="patience">How long no byte may arrive before the download is given up; a minute by default.</param>
public sealed class Download(HttpClient http, Uri? mirror = null, TimeSpan? patience = null)
{
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromMinutes(1);

    /// <summary>Fetches what is missing.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="root">Where the files go.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops; a later call goes on from there.</param>
    /// <exception cref="FaultException">A file can't be had, or is not what it should be.</exception>
    public async Task FetchAsync(DataSource source, DataRoot root, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var isUnknown = false;
        if (source.HasOtherFiles(root))
        {
            source.Verify(root);
            return;
        }

        foreach (var file in source.Files)
        {
            var target = root.File(source.Name, file.Name);
            if (File.Exists(target))
            {
                isUnknown |= await file.ChecksumOfAsync(target, cancellation).ConfigureAwait(false) != file.Checksum;
                continue;
            }

            var address = mirror is null ? file.Address : new Uri($"{mirror.ToString().TrimEnd('/')}/{source.Name}/{file.Name}");
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await FetchAsync(file, address, target, progress, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException or TaskCanceledException
                                          && !cancellation.IsCancellationRequested)
            {
                var missing = DataSets.Missing(source, file, root);
                throw new FaultException(
                    missing with
                    {
                        Found = $"no such file, and the download from {address} failed: {error.Message}",
                        Fix = new FileInfo(target + ".part") is { Exists: true, Length: > 0 } ? $"run again to go on with the download; or {missing.Fix}" : missing.Fix,
                    },
                    error);
            }
        }

        // A file that was put there by hand may be packed anew, or be a part of the set: what counts is whether it can be read.
        if (isUnknown)
            source.Verify(root);
        DataSets.Require(source, root);
    }

    private async Task FetchAsync(RemoteFile file, Uri address, string target, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var partial = target + ".part";
        using (var output = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (output.Length > 0)
                request.Headers.Range = new RangeHeaderValue(output.Length, null);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable) // else the partial file is already whole
            {
                response.EnsureSuccessStatusCode();
                if (response.StatusCode != HttpStatusCode.PartialContent)
                    output.SetLength(0);
                output.Seek(0, SeekOrigin.End);
                await CopyAsync(file.Name, response, output, progress, cancellation).ConfigureAwait(false);
            }
        }

        await VerifyAsync(file, address, partial, cancellation).ConfigureAwait(false);
        File.Move(partial, target, overwrite: true);
    }

    private async Task CopyAsync(string name, HttpResponseMessage response, FileStream output, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var total = response.Content.Headers.ContentLength + output.Position;
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var input = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (input.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 16];
            while (true)
            {
                stalled.CancelAfter(_patience);
                int read;
                try
                {
                    read = await input.ReadAsync(buffer, stalled.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
                {
                    throw new IOException($"no byte arrived for {_patience.TotalSeconds:0.#} s", error);
                }

                if (read == 0)
                    return;
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                progress.Report(new DownloadProgress(name, output.Position, total));
            }
        }
    }

    private static async Task VerifyAsync(RemoteFile file, Uri address, string partial, CancellationToken cancellation)
    {
        var found = await file.ChecksumOfAsync(partial, cancellation).ConfigureAwait(false);
        if (file.Checksum is null || found == file.Checksum)
            return;
        File.Delete(partial);
        throw new FaultException(new Fault("the downloaded file has a wrong checksum and was thrown away")
        {
            File = partial[..^".part".Length],
            Found = $"{file.ChecksumKind} {found} from {address}",
            Expected = $"{file.ChecksumKind} {file.Checksum}",
            Fix = "run again; if it stays so, the address serves another file: put the right one there by hand",
        });
    }
}

/// <summary>How far a download is.</summary>
/// <param name="File">File name.</param>
/// <param name="Received">Bytes received.</param>
/// <param name="Total">Bytes in all, where the server says so.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);
