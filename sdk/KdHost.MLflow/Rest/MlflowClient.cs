using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Artifacts;

namespace KdHost.MLflow;

/// <summary>
/// An MLflow server, one method an endpoint. For tracking alone, <see cref="ITrackingStore"/> is simpler and works
/// with local files too.
/// </summary>
public sealed class MlflowClient : IDisposable
{
    private readonly RestTransport _transport;

    /// <summary>Prepares to talk to a server; nothing is sent yet.</summary>
    /// <param name="server">Its address, with path and user info if it needs them.</param>
    /// <param name="options">Credentials, retries and the like.</param>
    public MlflowClient(Uri server, MlflowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        options ??= new MlflowOptions();
        _transport = new RestTransport(server, options);
        Server = new ServerEndpoints(_transport);
        Experiments = new ExperimentEndpoints(_transport);
        Runs = new RunEndpoints(_transport);
        Metrics = new MetricEndpoints(_transport);
        var places = new ArtifactPlaces(_transport, Runs, options);
        Artifacts = new ArtifactEndpoints(_transport, places);
        Models = new LoggedModelEndpoints(_transport, places);
        Registry = new RegistryEndpoints(_transport);
    }

    /// <summary>The server itself.</summary>
    public ServerEndpoints Server { get; }

    /// <summary>Groups of runs.</summary>
    public ExperimentEndpoints Experiments { get; }

    /// <summary>Runs and what is logged to them.</summary>
    public RunEndpoints Runs { get; }

    /// <summary>Histories of metrics.</summary>
    public MetricEndpoints Metrics { get; }

    /// <summary>Files of runs.</summary>
    public ArtifactEndpoints Artifacts { get; }

    /// <summary>Logged models: MLflow 3 and later.</summary>
    public LoggedModelEndpoints Models { get; }

    /// <summary>The model registry.</summary>
    public RegistryEndpoints Registry { get; }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _transport.Dispose();
}
