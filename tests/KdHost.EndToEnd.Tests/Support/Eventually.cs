using System.Diagnostics;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Waits for what comes about by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Fails when a condition does not come true in time.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, string what)
    {
        for (var started = Stopwatch.GetTimestamp(); !condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"waited in vain until {what}");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
