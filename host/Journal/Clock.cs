namespace KdHost.Host.Journal;

/// <summary>The time that goes into journals.</summary>
internal static class Clock
{
    /// <summary>Milliseconds since 1970 UTC.</summary>
    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
