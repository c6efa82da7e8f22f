using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KdHost.MLflow.Rest.Http;
using Polly.Timeout;

namespace KdHost.MLflow.Rest;

/// <summary>Turns calls into HTTP and answers into objects or <see cref="MlflowException"/>.</summary>
internal sealed class RestTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly RestFaults _faults;

    internal RestTransport(Uri server, MlflowOptions options)
    {
        var credentialed = server;
        _server = new UriBuilder(server)
        {
            UserName = "",
            Password = "",
            Path = server.AbsolutePath.TrimEnd('/') + '/',
        }.Uri;
        _faults = new RestFaults(_server, options.Time);
        _http = HttpStack.Build(credentialed, options);
        IdleTimeout = options.RequestTimeout;
    }

    internal Uri Server => _server;

    /// <summary>How long a stream may be silent.</summary>
    internal TimeSpan IdleTimeout { get; }

    internal async Task<TAnswer> SendAsync<TBody, TAnswer>(
        RestCall call, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(call, content, answerType, cancellation).ConfigureAwait(false);
    }

    internal async Task<TAnswer> SendAsync<TAnswer>(
        RestCall call, HttpContent? content, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation)
    {
        using var answer = await SendAsync(call, content, streamed: false, cancellation).ConfigureAwait(false);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(bytes, answerType) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw _faults.NotUnderstood(call, answer, bytes, e);
        }
    }

    internal Task<HttpResponseMessage> SendAsync(RestCall call, HttpContent? content, bool streamed, CancellationToken cancellation) =>
        SendAsync(call, call.Address(_server), content, streamed, cancellation);

    /// <summary>Sends to any address; credentials go to the tracking server only.</summary>
    internal async Task<HttpResponseMessage> SendAsync(
        RestCall call, Uri address, HttpContent? content, bool streamed, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(call.Method, address) { Content = content };
        request.Mark(call.Resend, streamed);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or IOException || RetryRules.IsConnectTimeout(e))
        {
            throw _faults.NoAnswer(call, e);
        }

        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw await _faults.RefusedAsync(call, answer, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();
}
