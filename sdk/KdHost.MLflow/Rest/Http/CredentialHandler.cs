using System.Net.Http.Headers;
using System.Text;

namespace KdHost.MLflow.Rest.Http;

/// <summary>Adds credentials and custom headers to requests for the tracking server, and for no other host.</summary>
internal sealed class CredentialHandler : DelegatingHandler
{
    private readonly Uri _server;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly KeyValuePair<string, string>[] _headers;

    internal CredentialHandler(Uri server, MlflowOptions options, HttpMessageHandler inner) : base(inner)
    {
        _server = server;
        _authorization = Authorization(server, options);
        _headers = options.Workspace is { } workspace
            ? [.. options.Headers, new("X-MLFLOW-WORKSPACE", workspace)]
            : [.. options.Headers];
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.Authority == _server.Authority)
        {
            request.Headers.Authorization = _authorization;
            foreach (var (name, value) in _headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static AuthenticationHeaderValue? Authorization(Uri server, MlflowOptions options)
    {
        if (options.Username is { } name)
            return Basic($"{name}:{options.Password}");
        if (options.Token is { } token)
            return new AuthenticationHeaderValue("Bearer", token);
        return server.UserInfo.Length > 0 ? Basic(Uri.UnescapeDataString(server.UserInfo)) : null;
    }

    private static AuthenticationHeaderValue Basic(string pair) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
}
