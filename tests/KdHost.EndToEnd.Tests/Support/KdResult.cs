namespace KdHost.EndToEnd.Tests.Support;

/// <summary>How a command ended.</summary>
internal sealed record KdResult(int ExitCode, string Output, string Errors, TimeSpan Time)
{
    /// <summary>Fails unless the command ended with a code.</summary>
    public KdResult MustEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n{this}");
        return this;
    }

    public override string ToString() => $"exit code {ExitCode} after {Time.TotalSeconds:f1} s\n--- output\n{Output}\n--- errors\n{Errors}";
}
