using System.Runtime.CompilerServices;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Artifacts;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>Files of runs: through the server's proxy, or in a folder that this machine sees too.</summary>
public sealed class ArtifactEndpoints
{
    private readonly RestTransport _transport;
    private readonly ArtifactPlaces _places;

    internal ArtifactEndpoints(RestTransport transport, ArtifactPlaces places) => (_transport, _places) = (transport, places);

    /// <summary>Takes a run's artifact address from its record, which saves asking for it.</summary>
    /// <param name="run">The run.</param>
    internal void Remember(Run run) => _places.Remember(run.Info);

    /// <summary>Copies a file to a run's artifacts; one of the same path is replaced.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="artifactPath">Where to, below the run's artifact root.</param>
    /// <param name="localFile">The file to read.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task UploadAsync(string runId, string artifactPath, string localFile, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArtifactPath.Check(artifactPath);
        var place = await _places.OfAsync(runId, cancellation).ConfigureAwait(false);
        await place.UploadAsync(artifactPath, localFile, cancellation).ConfigureAwait(false);
    }

    /// <summary>Copies an artifact into a stream.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="artifactPath">The file, below the run's artifact root.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task DownloadAsync(string runId, string artifactPath, Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArgumentNullException.ThrowIfNull(destination);
        ArtifactPath.Check(artifactPath);
        var place = await _places.OfAsync(runId, cancellation).ConfigureAwait(false);
        await place.DownloadAsync(artifactPath, destination, cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes an artifact: from the server's proxy, or from a folder that this machine sees too.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="artifactPath">The file, below the run's artifact root.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task DeleteAsync(string runId, string artifactPath, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArtifactPath.Check(artifactPath);
        var place = await _places.OfAsync(runId, cancellation).ConfigureAwait(false);
        await place.DeleteAsync(artifactPath, cancellation).ConfigureAwait(false);
    }

    /// <summary>An address from which a proxied artifact can be fetched straight from the storage: MLflow 3.11 and later, where the storage can.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="artifactPath">The file, below the run's artifact root.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The address, itself a credential for a while, with headers to send along; null where there is none.</returns>
    public async Task<PresignedArtifact?> TryPresignAsync(string runId, string artifactPath, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArtifactPath.Check(artifactPath);
        return await _places.OfAsync(runId, cancellation).ConfigureAwait(false) is ProxyArtifacts proxy
            ? await proxy.TryPresignAsync(artifactPath, cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>The artifacts in one folder of a run, as the server lists them.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="folder">Below the run's artifact root; null for the root.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<ArtifactInfo> ListAsync(
        string runId, string? folder = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (folder is not null)
            ArtifactPath.Check(folder);
        string? token = null;
        do
        {
            var call = RestCall.Get("artifacts/list", ("run_id", runId), ("path", folder), ("page_token", token)) with { RunId = runId };
            var page = await _transport.SendAsync(call, null, WireJson.Default.WireArtifacts, cancellation).ConfigureAwait(false);
            foreach (var file in page.Files ?? [])
                yield return file.ToEntity();
            token = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
