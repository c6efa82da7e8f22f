using KdHost.MLflow.Artifacts;

namespace KdHost.MLflow.Sqlite;

/// <summary>
/// Where artifacts of a local store are: <c>mlartifacts/EXPERIMENT/RUN/artifacts</c> beside the file. Addresses are
/// absolute, so that `mlflow ui` serves them whatever folder it was started in.
/// </summary>
internal sealed class ArtifactFolders(string databasePath)
{
    private const string ProxyPrefix = "mlflow-artifacts:/";

    private readonly string _root = Path.Combine(Path.GetDirectoryName(databasePath)!, "mlartifacts");

    internal string OfExperiment(long id) => Address(Path.Combine(_root, MlflowNumber.Text(id)));

    internal string OfRun(string experimentId, string runId) => Address(Path.Combine(_root, experimentId, runId, "artifacts"));

    internal FolderArtifacts At(string address, string runId)
    {
        // A server that MLflow's own `mlflow ui` starts here keeps proxied artifacts in the same place.
        if (address.StartsWith(ProxyPrefix, StringComparison.Ordinal) && !address.StartsWith(ProxyPrefix + '/', StringComparison.Ordinal))
            return new FolderArtifacts(Path.Combine(_root, address[ProxyPrefix.Length..]));

        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : address;
        return Path.IsPathFullyQualified(path)
            ? new FolderArtifacts(path)
            : throw new MlflowException($"The artifacts of run {runId} belong at {Redaction.Address(address)}, which a local store cannot reach.")
            {
                ErrorCode = MlflowErrorCode.NotImplemented,
                RunId = runId,
            };
    }

    // MLflow takes C:\… for the scheme "c", so Windows needs the longer spelling.
    private static string Address(string path) => OperatingSystem.IsWindows() ? new Uri(path).AbsoluteUri : path;
}
