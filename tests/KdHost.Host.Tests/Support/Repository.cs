namespace KdHost.Host.Tests.Support;

/// <summary>Finds what stands beside the sources that a test was built from.</summary>
internal static class Repository
{
    /// <summary>A file of reference values; the test is skipped where they are not at hand.</summary>
    /// <param name="name">Its path in the shared folder.</param>
    public static string Shared(string name)
    {
        var folder = Environment.GetEnvironmentVariable("KDHOST_SHARED") ?? Path.Combine(Root(), "..", "shared");
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            Assert.Skip($"{path} is not there; KDHOST_SHARED names another place");
        return path;
    }

    /// <summary>The plugins built with the host, in the configuration that this test was built in.</summary>
    public static string Plugins()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root(), "host", "bin", output.Parent!.Name, output.Name, "plugins");
    }

    /// <summary>The experiment files that come with the repository.</summary>
    public static IEnumerable<string> Experiments() => Directory.EnumerateFiles(Path.Combine(Root(), "experiments"), "*.json", SearchOption.AllDirectories);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no repository above {AppContext.BaseDirectory}");
    }
}
