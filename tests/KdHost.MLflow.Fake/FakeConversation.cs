using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Fake.Protocol;
using Microsoft.AspNetCore.Http;

namespace KdHost.MLflow.Fake;

/// <summary>HTTP around the server, with everything that can break between the two ends.</summary>
internal sealed class FakeConversation(FakeOptions options, FakeServer server, FaultScript faults, Action<string> heard)
{
    internal async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        heard($"{context.Request.Method} {path}");
        var fault = faults.Take(path);
        if (fault is Fault.ResetBefore)
        {
            context.Abort();
            return;
        }

        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (Delay(fault) is { } delay && delay > TimeSpan.Zero)
            await Task.Delay(delay, context.RequestAborted);

        var answer = Answer(context, path, body.ToArray(), fault);
        if (answer is null || fault is Fault.ResetAfterReading or Fault.ResetAfterCommit or Fault.ParamsOnly or Fault.ParamsAndMetricsOnly)
        {
            context.Abort();
            return;
        }

        await SendAsync(context, answer, fault);
    }

    private FakeAnswer? Answer(HttpContext context, string path, byte[] body, Fault? fault)
    {
        if (fault is Fault.ResetAfterReading)
            return null;
        if (fault is Fault.Status { Code: var code } status)
            return status.Html ? FakeAnswer.Html(code, "Fault", "Ordered by the test.") : Json(code);
        if (options.Authorization is { } wanted && context.Request.Headers.Authorization != wanted && !path.StartsWith("/storage/", StringComparison.Ordinal))
            return FakeAnswer.Text("You are not authenticated.", status: 401);
        if (!path.StartsWith(options.Prefix, StringComparison.Ordinal))
            return FakeAnswer.NotFound;

        var request = new FakeRequest(context.Request, path[options.Prefix.Length..], body);
        var answer = server.Answer(request, fault);
        if (fault is Fault.Twice)
            answer = server.Answer(request, fault);
        return fault is Fault.StatusAfterCommit { Code: var late } ? FakeAnswer.Html(late, "Gateway", "Ordered by the test.") : answer;
    }

    private static FakeAnswer Json(int code) => FakeAnswer.Json(
        new()
        {
            ["error_code"] = code switch
            {
                429 => "REQUEST_LIMIT_EXCEEDED",
                503 => "TEMPORARILY_UNAVAILABLE",
                401 => "UNAUTHENTICATED",
                403 => "PERMISSION_DENIED",
                _ => "INTERNAL_ERROR",
            },
            ["message"] = "Ordered by the test.",
        },
        code);

    private static async Task SendAsync(HttpContext context, FakeAnswer answer, Fault? fault)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (answer.ETag is { } etag)
            response.Headers.ETag = etag;
        if (answer.Disposition is { } disposition)
            response.Headers.ContentDisposition = disposition;
        if (fault is Fault.Status { RetryAfter: { } after })
            response.Headers.RetryAfter = after;

        switch (fault)
        {
            case Fault.HalfAnswer:
                await response.Body.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2));
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case Fault.Dripping { Pause: var pause }:
                foreach (var single in answer.Body)
                {
                    await response.Body.WriteAsync(new[] { single }, context.RequestAborted);
                    await response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(pause, context.RequestAborted);
                }

                break;
            default:
                await response.Body.WriteAsync(answer.Body);
                break;
        }
    }

    private TimeSpan Delay(Fault? fault) => options.Latency + fault switch
    {
        Fault.Slow { Delay: var delay } => delay,
        Fault.HeavyTail { Scale: var scale } => scale / Math.Max(0.02, Random.Shared.NextDouble()),
        _ => TimeSpan.Zero,
    };
}
