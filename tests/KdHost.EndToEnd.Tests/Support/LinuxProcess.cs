using System.Runtime.InteropServices;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Signals, and what Linux tells about processes.</summary>
internal static partial class LinuxProcess
{
    public const int Interrupt = 2, Kill = 9;

    /// <summary>Sends a signal; a process that is gone already is fine.</summary>
    public static void Signal(int process, int signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and /proc are Linux's");
        _ = SendSignal(process, signal);
    }

    /// <summary>The direct children of a process.</summary>
    public static IEnumerable<int> Children(int process) => Lists(process)
        .SelectMany(list => Read(list).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(int.Parse);

    /// <summary>Whether a process is a worker of the host: the host also starts git for a moment.</summary>
    public static bool IsWorker(int process) => Read($"/proc/{process}/cmdline").Split('\0').ElementAtOrDefault(1) == "worker";

    /// <summary>Whether a library is mapped into a process.</summary>
    public static bool HasMapped(int process, string library) => Read($"/proc/{process}/maps").Contains(library, StringComparison.Ordinal);

    private static IEnumerable<string> Lists(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task").Select(task => Path.Combine(task, "children"));
        }
        catch (IOException)
        {
            return []; // it ended meanwhile
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // it ended meanwhile
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
