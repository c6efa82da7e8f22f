using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace KdHost.Benchmarks;

/// <summary><c>kd run</c> with the methods for tests, and its memory as the kernel counts it.</summary>
internal static class HostProcess
{
    /// <summary>The folder of those methods.</summary>
    public static string Plugins { get; } = typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TestPlugins").Value!;

    /// <summary>Runs an experiment; its output is thrown away.</summary>
    public static Process Start(string host, string place, string file)
    {
        var process = Process.Start(new ProcessStartInfo(host, ["run", file, "--tracking", "off", "--plugins", Plugins]) { WorkingDirectory = place, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>The most memory that a process has had resident; 0 when it is gone.</summary>
    public static long PeakMemory(this Process process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
