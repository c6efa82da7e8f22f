namespace KdHost.Sdk.Tests.Setup;

/// <summary>The folder of reference data beside the repository, or the one that <c>KDHOST_SHARED</c> names.</summary>
internal static class SharedFolder
{
    /// <summary>Full path of a file in the folder; the calling test is skipped when there is no such folder.</summary>
    /// <param name="parts">Path below the folder.</param>
    public static string File(params string[] parts)
    {
        var folder = Environment.GetEnvironmentVariable("KDHOST_SHARED") is { Length: > 0 } named ? named : BesideRepository();
        Assert.SkipUnless(Directory.Exists(folder), "no reference data: there is no folder \"shared\" beside the repository, and KDHOST_SHARED names none");
        return Path.Combine([folder!, .. parts]);
    }

    private static string? BesideRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        }

        return null;
    }
}
