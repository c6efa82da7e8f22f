using KdHost.Sdk.Faults;

namespace KdHost.Host.RunDirectories;

/// <summary>Keeps what a run directory of somebody else's says from leading out of it.</summary>
internal static class Containment
{
    private const int IdLength = 64;

    /// <summary>Refuses a run directory in which a file or folder that the host writes to is a link.</summary>
    /// <exception cref="FaultException">One is.</exception>
    public static void RefuseLinks(RunDirectory run)
    {
        foreach (var path in new[] { run.Path, run.Report, run.Tracking, run.Pilots, run.Index }.Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries))
            RefuseLink(path);
    }

    /// <summary>Refuses a link.</summary>
    /// <exception cref="FaultException">It is one.</exception>
    public static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            throw new FaultException(new Fault("a link in a run directory could lead the host out of it") { File = path, Found = $"a link to {target}", Expected = "a file or a folder", Fix = "put what it points to in its place; the folder of all runs may be a link" });
    }

    /// <summary>Refuses an id that is not the hexadecimal text that the host makes: it becomes part of paths.</summary>
    /// <exception cref="FaultException">It is another text.</exception>
    public static string CheckId(string id, string file) => id.Length is > 1 and <= IdLength && id.All(char.IsAsciiHexDigit) ? id
        : throw new FaultException(new Fault("this is not the id of a trial") { File = file, Found = id, Expected = "hexadecimal digits", Fix = "don't trust this run directory; make the results again from its experiment file" });

    /// <summary>A path below a folder.</summary>
    /// <returns>The full path; null when it leads out of the folder, by its text or by a link.</returns>
    public static string? TryResolve(string folder, string path)
    {
        var root = Path.GetFullPath(folder);
        var full = Path.GetFullPath(Path.Combine(root, path));
        if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return null;
        for (var part = full; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
                return null;
        }

        return full;
    }
}
