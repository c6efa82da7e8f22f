using System.Security.Cryptography.X509Certificates;

namespace KdHost.MLflow.Fake;

/// <summary>How a fake server is set up.</summary>
public sealed record FakeOptions
{
    /// <summary>Which real server it resembles.</summary>
    public FakeProfile Profile { get; init; } = FakeProfile.V3;

    /// <summary>Whether requests that a real server would accept and corrupt make the test fail.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>A path before all others, such as <c>/mlflow</c>; empty for none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The whole Authorization header that requests must carry; null lets everybody in.</summary>
    public string? Authorization { get; init; }

    /// <summary>Whether large files can be uploaded in parts.</summary>
    public bool Multipart { get; init; }

    /// <summary>Whether artifacts can be fetched straight from the storage.</summary>
    public bool Presigned { get; init; }

    /// <summary>Where new experiments keep artifacts; null for the proxy.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>Serves HTTPS with this certificate and its key; null serves HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether clients must show a certificate; any will do.</summary>
    public bool WantsClientCertificate { get; init; }

    /// <summary>Added to every answer's time.</summary>
    public TimeSpan Latency { get; init; }
}
