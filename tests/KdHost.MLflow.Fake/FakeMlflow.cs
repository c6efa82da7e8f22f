using System.Collections.Concurrent;
using System.Net;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Fake.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KdHost.MLflow.Fake;

/// <summary>
/// An MLflow server in this process, on a port of its own. Disposing throws when strict mode saw requests that a real
/// server would accept and corrupt.
/// </summary>
public sealed class FakeMlflow : IAsyncDisposable
{
    private readonly FakeOptions _options;
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private WebApplication? _application;
    private int _port;

    private FakeMlflow(FakeOptions options)
    {
        _options = options;
        State = new FakeState(options);
    }

    /// <summary>The tracking address.</summary>
    public Uri Address => new($"{(_options.Certificate is null ? "http" : "https")}://127.0.0.1:{_port}{_options.Prefix}");

    /// <summary>What the server remembers; take <see cref="FakeState.Gate"/> while clients are at work.</summary>
    public FakeState State { get; private set; }

    /// <summary>What goes wrong.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Requests that a real server would accept and corrupt.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Method and path of each request in the order of their arrival, failed ones included.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it is set up.</param>
    public static async Task<FakeMlflow> StartAsync(FakeOptions? options = null)
    {
        var fake = new FakeMlflow(options ?? new FakeOptions());
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>Stops listening; the port stays reserved for <see cref="StartAgainAsync"/> as far as the system allows.</summary>
    public async Task StopAsync()
    {
        if (_application is not { } application)
            return;
        _application = null;
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await application.StopAsync(hurry.Token);
        await application.DisposeAsync();
    }

    /// <summary>Starts again at the same address.</summary>
    /// <param name="keepState">Whether the server remembers, as one with a database does.</param>
    public async Task StartAgainAsync(bool keepState)
    {
        await StopAsync();
        if (!keepState)
            State = new FakeState(_options);
        await ListenAsync();
    }

    /// <summary>Stops, and throws when strict mode saw something.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (!_violations.IsEmpty)
            throw new InvalidOperationException($"A real MLflow would have accepted and corrupted:\n{string.Join('\n', _violations)}");
    }

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = nameof(FakeMlflow) });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, _port, Secure);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _application = builder.Build();
        var server = new FakeServer(_options, State, _violations.Enqueue);
        _application.Run(new FakeConversation(_options, server, Faults, _requests.Enqueue).HandleAsync);
        await _application.StartAsync();
        var listening = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _port = new Uri(listening.Addresses.First()).Port;
    }

    private void Secure(ListenOptions listener)
    {
        if (_options.Certificate is not { } certificate)
            return;
        listener.UseHttps(certificate, https =>
        {
            https.ClientCertificateMode = _options.WantsClientCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
            https.AllowAnyClientCertificate();
        });
    }
}
