using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace KdHost.MLflow.Rest.Http;

/// <summary>Which faults pass by themselves, how long to wait for that, and how long one attempt may take.</summary>
internal static class RetryRules
{
    private const int MostTriesOfServerErrors = 3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestObeyedWait = TimeSpan.FromMinutes(5);

    internal static ResiliencePipeline<HttpResponseMessage> Build(MlflowOptions options)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Time };
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                ShouldHandle = static args => ValueTask.FromResult(IsPassing(args)),
                ShouldRetryAfterHeader = false,
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Wait(args, options)),
            });
        }

        return pipeline
            .AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(TimeFor(args.Context.GetRequestMessage(), options)),
            })
            .Build();
    }

    private static bool IsPassing(RetryPredicateArguments<HttpResponseMessage> args)
    {
        var harmless = args.Context.GetRequestMessage()?.MayResend() == true;
        return args.Outcome.Exception switch
        {
            HttpRequestException { HttpRequestError: var error } => !IsHopeless(error) && (harmless || IsUnsent(error)),
            TimeoutRejectedException => harmless,
            OperationCanceledException cancelled => IsConnectTimeout(cancelled),
            not null => false,
            null => args.Outcome.Result?.StatusCode switch
            {
                HttpStatusCode.TooManyRequests => true,
                HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway => harmless,
                HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => harmless,

                // Often permanent, a malformed body for one.
                HttpStatusCode.InternalServerError => harmless && args.AttemptNumber < MostTriesOfServerErrors,
                _ => false,
            },
        };
    }

    internal static bool IsUnsent(HttpRequestError error) => error is HttpRequestError.ConnectionError
        or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError;

    // The connection handler says so by a cancellation that nobody asked for.
    internal static bool IsConnectTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException };

    internal static bool IsHopeless(HttpRequestError error) =>
        error is HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError;

    private static TimeSpan Wait(RetryDelayGeneratorArguments<HttpResponseMessage> args, MlflowOptions options)
    {
        if (Asked(args.Outcome.Result, options.Time) is { } asked)
            return asked < LongestObeyedWait ? asked : LongestObeyedWait;

        var full = Math.Min(LongestWait.TotalSeconds, options.FirstWait.TotalSeconds * Math.Pow(2, args.AttemptNumber));
        return TimeSpan.FromSeconds(options.AddedJitter is { } jitter
            ? full + Random.Shared.NextDouble() * jitter.TotalSeconds
            : full * Random.Shared.NextDouble());
    }

    /// <summary>How long an answer asks to wait.</summary>
    internal static TimeSpan? Asked(HttpResponseMessage? answer, TimeProvider time)
    {
        var after = answer?.Headers.RetryAfter;
        var wait = after?.Delta ?? after?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    // A slow line may carry a large file; 1 MiB/s is the least that we wait for.
    private static TimeSpan TimeFor(HttpRequestMessage? request, MlflowOptions options) =>
        options.RequestTimeout + TimeSpan.FromSeconds((request?.Content?.Headers.ContentLength ?? 0) / (1024 * 1024));
}
