using System.Collections.Immutable;

namespace KdHost.MLflow;

/// <summary>How to talk to a store.</summary>
public sealed record MlflowOptions
{
    /// <summary>Where the store is; null when nobody said.</summary>
    public string? TrackingUri { get; init; }

    /// <summary>User name of basic authentication; wins over <see cref="Token"/>.</summary>
    public string? Username { get; init; }

    /// <summary>Password of basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>Accept any certificate of the server. Not together with <see cref="ServerCertificatePath"/>.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>PEM file of the certificate authorities to trust instead of the system's.</summary>
    public string? ServerCertificatePath { get; init; }

    /// <summary>PEM file with a certificate and its key that identify the client.</summary>
    public string? ClientCertificatePath { get; init; }

    /// <summary>Name of the experiment to log to by default.</summary>
    public string? ExperimentName { get; init; }

    /// <summary>Id of the experiment to log to by default.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The run to go on with by default.</summary>
    public string? RunId { get; init; }

    /// <summary>Workspace of a server that has them.</summary>
    public string? Workspace { get; init; }

    /// <summary>More headers for every request, such as a gateway's key.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How often a request is sent again after a passing fault. 0: fail at once, as a probe does.</summary>
    public int MaxRetries { get; init; } = 7;

    /// <summary>The wait before the first repetition; doubled each time, up to 30 seconds.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Random time added to each wait; null draws the whole wait at random between nothing and its full length.</summary>
    public TimeSpan? AddedJitter { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long making a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From how many bytes on a file is uploaded in parts where the server can; null never does.</summary>
    public long? MultipartThreshold { get; init; }

    /// <summary>How the local store keeps its journal.</summary>
    public SqliteJournal Journal { get; init; }

    /// <summary>Which tables a new local file gets.</summary>
    public LocalSchema LocalSchema { get; init; }

    /// <summary>Hears single lines about things that work but deserve attention.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Wraps the handler that sends requests: for gateways, sign-in fronts and tests.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? WrapHandler { get; init; }

    /// <summary>The clock of time stamps and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The settings in MLflow's own environment variables and its credentials file.</summary>
    public static MlflowOptions FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>The settings in MLflow's own variables, looked up in a given place.</summary>
    /// <param name="variable">Gives the value of a variable, or null.</param>
    public static MlflowOptions FromEnvironment(Func<string, string?> variable) => EnvironmentSettings.Read(variable);

    /// <summary>Names the settings, never the secrets.</summary>
    public override string ToString() =>
        $"{nameof(MlflowOptions)} {{ {nameof(TrackingUri)} = {Redaction.Address(TrackingUri ?? "")}, {nameof(MaxRetries)} = {MaxRetries} }}";
}
