using System.Collections.Concurrent;
using KdHost.MLflow.Artifacts;

namespace KdHost.MLflow.Rest.Artifacts;

/// <summary>Finds out where a run's artifacts belong: the run's artifact address decides.</summary>
internal sealed class ArtifactPlaces(RestTransport transport, RunEndpoints runs, MlflowOptions options)
{
    private const string ProxyScheme = "mlflow-artifacts:";

    private const int RunDepth = 3;

    // An address never changes; the few bytes a run are worth one request less a file.
    private readonly ConcurrentDictionary<string, IArtifactPlace> _known = new();
    private readonly MultipartSupport _multipart = new();

    internal async Task<IArtifactPlace> OfAsync(string runId, CancellationToken cancellation)
    {
        if (_known.TryGetValue(runId, out var known))
            return known;
        var run = await runs.GetAsync(runId, cancellation).ConfigureAwait(false);
        return _known.GetOrAdd(runId, _ => At(run.Info.ArtifactUri, runId));
    }

    /// <summary>The place at an artifact address, such as that of a logged model.</summary>
    internal IArtifactPlace At(string address, string runId)
    {
        if (address.StartsWith(ProxyScheme, StringComparison.Ordinal))
            return Proxy(address, runId);
        return Folder(address) is { } folder ? new FolderArtifacts(folder) : throw Unreachable(address, runId);
    }

    /// <summary>Keeps the address of a run that was seen.</summary>
    internal void Remember(RunInfo run)
    {
        if (run.ArtifactUri.StartsWith(ProxyScheme, StringComparison.Ordinal))
            _known.TryAdd(run.RunId, Proxy(run.ArtifactUri, run.RunId));
    }

    private static MlflowException Unreachable(string address, string runId) => new(
        $"The artifacts of run {runId} belong at {Redaction.Address(address)}, which this client cannot reach by itself. "
        + "Start the server with `mlflow server --serve-artifacts --artifacts-destination …`, so that it takes them, and use a new experiment.")
    {
        ErrorCode = MlflowErrorCode.NotImplemented,
        RunId = runId,
    };

    // mlflow-artifacts:/path is on the tracking server; mlflow-artifacts://host:port/path names another.
    private ProxyArtifacts Proxy(string address, string runId)
    {
        var rest = address[ProxyScheme.Length..];
        var server = transport.Server;
        if (rest.StartsWith("//", StringComparison.Ordinal) && Uri.TryCreate($"{server.Scheme}:{rest}", UriKind.Absolute, out var other) && other.Host.Length > 0)
        {
            server = new Uri(other.GetLeftPart(UriPartial.Authority) + '/');
            rest = Uri.UnescapeDataString(other.AbsolutePath);
        }

        return new ProxyArtifacts(transport, server, rest.Trim('/'), runId, options, _multipart);
    }

    private static string? Folder(string address)
    {
        var path = address.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? uri.LocalPath
            : address;
        if (!Path.IsPathFullyQualified(path) || path.Contains("://", StringComparison.Ordinal))
            return null;

        // EXPERIMENT/RUN/artifacts appear with the first file; the folder that holds them all shows that the disk is shared.
        // A mere /home in common shows nothing: the server may be on another machine.
        return Directory.Exists(Path.GetFullPath(Path.Combine(path, "..", "..", ".."))) && Depth(path) > RunDepth ? path : null;
    }

    private static int Depth(string path) => path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).Length;
}
