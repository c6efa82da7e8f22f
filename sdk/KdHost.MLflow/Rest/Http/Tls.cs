using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KdHost.MLflow.Rest.Http;

/// <summary>Whom to trust, and how to show who we are.</summary>
internal static class Tls
{
    [SuppressMessage("Security", "CA5359", Justification = "The user asked for it by MLFLOW_TRACKING_INSECURE_TLS and is warned.")]
    internal static SslClientAuthenticationOptions Options(MlflowOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.InsecureTls)
        {
            options.Warn?.Invoke("The certificate of the MLflow server is not checked (MLFLOW_TRACKING_INSECURE_TLS).");
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }

        if (options.ServerCertificatePath is { } authorities)
            tls.CertificateChainPolicy = Trust(authorities);
        if (options.ClientCertificatePath is { } client)
            tls.ClientCertificates = [Read(client, () => X509Certificate2.CreateFromPemFile(client))];
        return tls;
    }

    private static X509ChainPolicy Trust(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        Read(path, () =>
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
            return policy;
        });
        return policy;
    }

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MlflowException($"The certificate file {path} cannot be used: {e.Message}", e);
        }
    }
}
