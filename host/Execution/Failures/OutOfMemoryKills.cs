using System.Globalization;

namespace KdHost.Host.Execution.Failures;

/// <summary>How often the kernel has killed a process for want of memory. A kill looks like any other from outside; this counter tells them apart.</summary>
internal static class OutOfMemoryKills
{
    private const string Counters = "/proc/vmstat", Name = "oom_kill ";

    /// <summary>The kernel's counter since it booted; 0 where the kernel does not say.</summary>
    public static long Count()
    {
        try
        {
            return File.Exists(Counters) ? Parse(File.ReadLines(Counters)) : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The counter among the lines of <c>/proc/vmstat</c>; it covers the memory limits of containers too.</summary>
    public static long Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line && long.TryParse(line[Name.Length..], CultureInfo.InvariantCulture, out var count) ? count : 0;
}
