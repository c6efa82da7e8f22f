using System.Net;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>What a server says about itself.</summary>
public sealed class ServerEndpoints
{
    private readonly RestTransport _transport;

    internal ServerEndpoints(RestTransport transport) => _transport = transport;

    /// <summary>What kind of store the server keeps, such as <c>SqlStore</c>; null when it does not say, as before MLflow 3.</summary>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<string?> GetStoreTypeAsync(CancellationToken cancellation = default)
    {
        try
        {
            var call = new RestCall(HttpMethod.Get, "api/3.0/mlflow/server-info");
            return (await _transport.SendAsync(call, null, WireJson.Default.WireServerInfo, cancellation).ConfigureAwait(false)).StoreType;
        }
        catch (MlflowException e) when (e.Status is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Where the server is, and its version unless it keeps that to itself as managed services do.</summary>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<StoreInfo> GetInfoAsync(CancellationToken cancellation = default)
    {
        var location = _transport.Server.AbsoluteUri;
        try
        {
            var call = new RestCall(HttpMethod.Get, "version");
            using var answer = await _transport.SendAsync(call, null, streamed: false, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return new StoreInfo(location, text.Length is > 0 and < 40 && char.IsAsciiDigit(text[0]) ? text.Trim() : null);
        }
        catch (MlflowException e) when (e.Status is HttpStatusCode.NotFound)
        {
            return new StoreInfo(location, null);
        }
    }
}
