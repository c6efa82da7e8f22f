namespace KdHost.Host.Tests.Support;

/// <summary>Lets many threads do something at the same moment.</summary>
internal static class AllAtOnce
{
    /// <summary>Runs an action on threads of its own that all start together.</summary>
    /// <returns>What each returned, by number.</returns>
    public static T[] Run<T>(int threads, Func<int, T> action)
    {
        using var start = new Barrier(threads);
        var tasks = Enumerable.Range(0, threads).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return action(i);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return Task.WhenAll(tasks).GetAwaiter().GetResult();
    }
}
