namespace KdHost.Host.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>Some trial failed.</summary>
    public const int TrialFailed = 1;

    /// <summary>A trial that was run again has other numbers.</summary>
    public const int Different = 1;

    /// <summary>What the user gave was wrong; nothing was run.</summary>
    public const int Fault = 2;

    /// <summary>A defect of the host itself.</summary>
    public const int Internal = 70;

    /// <summary>The disk is full; the same command goes on when there is room.</summary>
    public const int DiskFull = 75;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
