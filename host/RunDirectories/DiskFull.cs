namespace KdHost.Host.RunDirectories;

/// <summary>Knows a disk without room from other troubles: it is nobody's failure, and all goes on when there is room again.</summary>
internal static class DiskFull
{
    /// <summary>What the user can do.</summary>
    public const string Remedy = "free some space, then run the same command again: it goes on from the last checkpoints";

    // ENOSPC and EDQUOT, which .NET keeps as they are, and Windows' ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
    private static readonly int[] Codes = [28, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>Whether an error says so.</summary>
    public static bool Is(Exception error) => error is IOException && Codes.Contains(error.HResult);

    /// <summary>The same error in another process.</summary>
    /// <param name="message">What it said.</param>
    public static IOException Of(string message) => new(message, Codes[OperatingSystem.IsWindows() ? ^1 : 0]);
}
