using System.Net;
using Microsoft.Extensions.Http.Resilience;

namespace KdHost.MLflow.Rest.Http;

/// <summary>Puts the handlers together, outermost first: retries and time-outs, whole answers, credentials, redirects, connections.</summary>
internal static class HttpStack
{
    internal static HttpClient Build(Uri server, MlflowOptions options)
    {
        HttpMessageHandler connections = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = 8,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = Tls.Options(options),
            UseCookies = false,
        };
        var wrapped = options.WrapHandler?.Invoke(connections) ?? connections;
        var whole = new BufferHandler(new RedirectHandler(new CredentialHandler(server, options, wrapped)));
        var client = new HttpClient(new ResilienceHandler(RetryRules.Build(options)) { InnerHandler = whole })
        {
            // The attempts have their own time-outs; a limit on all of them together would cut the retries short.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("KdHost.MLflow");
        return client;
    }
}
