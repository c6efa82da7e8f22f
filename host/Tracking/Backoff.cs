using System.Diagnostics;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>How long to leave a store alone that did not take something.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5), Longest = TimeSpan.FromSeconds(30), Soon = TimeSpan.FromSeconds(10);

    /// <summary>Doubled with every failure, drawn at random from its upper half so that several hosts don't come back at once; longer when the server asks for it.</summary>
    public static TimeSpan Wait(int failures, MlflowException error)
    {
        var full = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(failures, 10)));
        var drawn = TimeSpan.FromSeconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
        return error.RetryAfter is { } asked && asked > drawn ? asked : drawn;
    }

    /// <summary>Tries something some times while its failures pass by themselves, and come soon: a store that hangs would hang again.</summary>
    public static async Task<T> TryAsync<T>(Func<Task<T>> work, int most, CancellationToken cancellation)
    {
        for (var failures = 0; ; failures++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                return await work();
            }
            catch (MlflowException error) when (error.IsTransient && failures + 1 < most && Stopwatch.GetElapsedTime(started) < Soon)
            {
                await Task.Delay(Wait(failures, error), cancellation);
            }
        }
    }
}
