using System.Net;
using System.Text;
using System.Text.Json;
using KdHost.MLflow.Rest.Http;
using KdHost.MLflow.Rest.Wire;
using Polly.Timeout;

namespace KdHost.MLflow.Rest;

/// <summary>Says what a failed call means.</summary>
internal sealed class RestFaults(Uri server, TimeProvider time)
{
    private const int ShownBody = 500;

    private string Shown => Redaction.Address(server.AbsoluteUri).TrimEnd('/');

    internal async Task<MlflowException> RefusedAsync(RestCall call, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var error = Error(body);
        var status = (int)answer.StatusCode;
        var problem = error?.Message ?? Advice(answer, error is null) ?? $"the answer was {status}";
        return new MlflowException($"{call} at {Shown}: {problem}{(call.RunId is { } run ? $" (run {run})" : "")}")
        {
            Status = answer.StatusCode,
            ErrorCode = error?.ErrorCode,
            Endpoint = call.ToString(),
            RunId = call.RunId,
            Body = Beginning(body),
            RetryAfter = RetryRules.Asked(answer, time),
            IsTransient = status is 408 or 429 or 500 or 502 or 503 or 504,
            OutcomeUnknown = status is 408 or >= 500 and not 501,
        };
    }

    internal MlflowException NoAnswer(RestCall call, Exception cause)
    {
        var error = (cause as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        return new MlflowException($"{call}: {Problem(cause, error)}", cause)
        {
            Endpoint = call.ToString(),
            RunId = call.RunId,
            IsTransient = !RetryRules.IsHopeless(error),
            OutcomeUnknown = !RetryRules.IsUnsent(error) && !RetryRules.IsConnectTimeout(cause),
        };
    }

    internal MlflowException NotUnderstood(RestCall call, HttpResponseMessage answer, byte[] body, JsonException cause) =>
        new($"{call} at {Shown}: the answer is not what MLflow sends ({cause.Message}) Is the tracking address right?", cause)
        {
            Status = answer.StatusCode,
            Endpoint = call.ToString(),
            RunId = call.RunId,
            Body = Beginning(body),
            OutcomeUnknown = true,
        };

    private string Problem(Exception cause, HttpRequestError error) => error switch
    {
        HttpRequestError.ConnectionError =>
            $"no MLflow server answers at {Shown} ({cause.InnerException?.Message ?? cause.Message}). Start one with "
            + $"`mlflow server --host {server.Host} --port {server.Port}`, or set the tracking address to sqlite:///mlflow.db.",
        HttpRequestError.NameResolutionError => $"there is no host {server.Host}; check the tracking address {Shown}.",
        HttpRequestError.SecureConnectionError =>
            $"no secure connection to {Shown}: {cause.InnerException?.Message ?? cause.Message} MLFLOW_TRACKING_SERVER_CERT_PATH names the authority to trust.",
        _ when cause is TimeoutRejectedException => $"{Shown} did not answer in time.",
        _ when RetryRules.IsConnectTimeout(cause) => $"no connection to {Shown} came about in time; check the address, the network and firewalls.",
        _ => $"the connection to {Shown} broke before the answer was complete ({cause.Message}).",
    };

    private static string? Advice(HttpResponseMessage answer, bool notJson) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized => "the server wants credentials: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN",
        HttpStatusCode.Forbidden => "the server forbids this: the account lacks the right, or the server was started without this host name in --allowed-hosts",
        HttpStatusCode.NotFound when notJson => "the server has no such page: the tracking address is wrong, or its MLflow version lacks this feature",
        HttpStatusCode.RequestEntityTooLarge => "a gateway before the server refuses bodies of this size",
        _ => null,
    };

    private static WireError? Error(byte[] body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body, WireJson.Default.WireError);
            return error?.ErrorCode is null && error?.Message is null ? null : error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Beginning(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, ShownBody * 4)));
        return text.Length <= ShownBody ? text : text[..ShownBody];
    }
}
