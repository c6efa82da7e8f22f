using System.Reflection;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Finds what stands in and beside the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Where the host was built, in the configuration of the tests.</summary>
    public static string HostFolder { get; } = Path.Combine(Root, Built("HostOutput"));

    /// <summary>The executable.</summary>
    public static string Executable { get; } = Path.Combine(HostFolder, OperatingSystem.IsWindows() ? "kd.exe" : "kd");

    /// <summary>The built folder of the first plugin.</summary>
    public static string BuiltPlugin { get; } = Path.Combine(HostFolder, "plugins", "KdHost.Plugins.VanillaKd");

    /// <summary>The folder that holds the test plugin, for <c>--plugins</c>.</summary>
    public static string TestPlugins { get; } = Path.Combine(Root, Built("TestPlugins"));

    /// <summary>A folder of shared data beside the repository; the test is skipped where it is not at hand.</summary>
    public static string SharedData(string dataSet)
    {
        var shared = Environment.GetEnvironmentVariable("KDHOST_SHARED") ?? Path.Combine(Root, "..", "shared");
        var folder = Path.Combine(shared, "data", dataSet);
        Assert.SkipUnless(Directory.Exists(folder), $"{folder} is not there; KDHOST_SHARED names another place for the shared folder");
        return folder;
    }

    private static string Built(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private static string Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KdHost.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no KdHost.sln above {start}");
    }
}
