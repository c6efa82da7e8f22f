namespace KdHost.MLflow.Rest.Http;

/// <summary>Reads short answers to their end, so that a time-out or a reset in the middle of one counts as a failed attempt.</summary>
internal sealed class BufferHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.IsStreamed() && answer.IsSuccessStatusCode)
            return answer;
        try
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
