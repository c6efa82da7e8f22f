using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>Whom the client trusts, and how it shows who it is.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _certificate = NewCertificate();

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    private string Pem(string name, bool withKey = false)
    {
        var path = _folder.File(name);
        var key = withKey ? _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() : "";
        File.WriteAllText(path, $"{_certificate.ExportCertificatePem()}\n{key}");
        return path;
    }

    [Fact]
    public async Task A_stranger_is_not_trusted_and_nothing_is_tried_again()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Certificate = _certificate });
        await using var store = server.Store();
        var e = await Assert.ThrowsAsync<MlflowException>(() => store.ProbeAsync(Some.Cancellation));
        Assert.Contains("MLFLOW_TRACKING_SERVER_CERT_PATH", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_named_authority_is_trusted()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Certificate = _certificate });
        await using var store = server.Store(FakeServers.Quick with { ServerCertificatePath = Pem("ca.pem") });
        await store.ProbeAsync(Some.Cancellation);
    }

    [Fact]
    public async Task Everybody_is_trusted_on_demand_with_one_warning()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Certificate = _certificate });
        var warnings = new List<string>();
        await using var store = server.Store(FakeServers.Quick with { InsecureTls = true, Warn = warnings.Add });
        await store.ProbeAsync(Some.Cancellation);
        await store.ProbeAsync(Some.Cancellation);
        Assert.Single(warnings);
    }

    [Fact]
    public async Task The_client_shows_its_own_certificate()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Certificate = _certificate, WantsClientCertificate = true });
        await using var store = server.Store(FakeServers.Quick with
        {
            ServerCertificatePath = Pem("ca.pem"),
            ClientCertificatePath = Pem("client.pem", withKey: true),
        });
        await store.ProbeAsync(Some.Cancellation);
    }

    [Fact]
    public void A_certificate_file_that_is_not_there_is_named()
    {
        var e = Assert.Throws<MlflowException>(() => TrackingStore.Open("https://host", new MlflowOptions { ServerCertificatePath = "none.pem" }));
        Assert.Contains("none.pem", e.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fake", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
