using System.Net;

namespace KdHost.MLflow.Rest.Http;

/// <summary>
/// Follows redirects within the host. Others are refused: they would carry data and custom headers to a stranger, and
/// most of them lead to a sign-in page.
/// </summary>
internal sealed class RedirectHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostHops = 5;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (Target(request, answer) is not { } target)
                return answer;

            answer.Dispose();
            if (hop == MostHops || !MayFollow(request, answer.StatusCode, target))
            {
                throw new MlflowException(
                    $"{Redaction.Address(request.RequestUri!.AbsoluteUri)} redirects to {Redaction.Address(target.AbsoluteUri)}. "
                    + "If that is the MLflow server, set the tracking address to it; if it is a sign-in page, set MLFLOW_TRACKING_TOKEN, "
                    + "or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.")
                {
                    Status = answer.StatusCode,
                };
            }

            request.RequestUri = target;
        }
    }

    private static Uri? Target(HttpRequestMessage request, HttpResponseMessage answer) =>
        (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } location
            ? new Uri(request.RequestUri!, location)
            : null;

    private static bool MayFollow(HttpRequestMessage request, HttpStatusCode status, Uri target)
    {
        var from = request.RequestUri!;
        var keepsMethod = request.Method == HttpMethod.Get || (int)status is 307 or 308;
        var staysHidden = target.Scheme == from.Scheme || target.Scheme == Uri.UriSchemeHttps;
        return keepsMethod && staysHidden && target.Host == from.Host && (target.Port == from.Port || target.Scheme != from.Scheme);
    }
}
