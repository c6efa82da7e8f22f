using System.Diagnostics;
using System.Reflection;

namespace KdHost.Benchmarks;

/// <summary>How long a command takes that only looks: the whole process, from start to exit.</summary>
internal static class StartUp
{
    private const int Runs = 15;

    /// <summary>The program.</summary>
    public static string Host { get; } = typeof(StartUp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Host").Value!;

    public static void Measure()
    {
        var times = Enumerable.Range(0, Runs).Select(_ => Once(Host)).Order().ToList();
        Console.WriteLine(FormattableString.Invariant($"start-up of `kd methods`: median {times[Runs / 2]:f0} ms, fastest {times[0]:f0}, slowest {times[^1]:f0} ({Runs} runs; target under 500 ms)"));
    }

    private static double Once(string host)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(host, ["methods"]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return watch.Elapsed.TotalMilliseconds;
    }
}
