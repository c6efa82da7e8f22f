namespace KdHost.Host.Cleaning;

/// <summary>Walks and deletes below a folder and never leaves it: a link is neither followed nor deleted through.</summary>
/// <param name="root">Full path of the folder.</param>
internal sealed class SafeTree(string root)
{
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
    private static readonly EnumerationOptions NoLinksDeep = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, RecurseSubdirectories = true };

    /// <summary>The folders directly in a folder.</summary>
    public IEnumerable<string> Folders(string folder) => IsInside(folder) && Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", NoLinks) : [];

    /// <summary>All files and folders below a folder.</summary>
    public IEnumerable<FileSystemInfo> Everything(string folder) => IsInside(folder) && Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFileSystemInfos("*", NoLinksDeep) : [];

    /// <summary>Bytes of a file, or of all files below a folder.</summary>
    public long Size(string path) => File.Exists(path) ? new FileInfo(path).Length : Everything(path).OfType<FileInfo>().Sum(file => file.Length);

    /// <summary>Deletes a file or a folder with all in it.</summary>
    /// <returns>False when it is not there, not inside, or reached through a link.</returns>
    public bool Delete(string path)
    {
        if (!IsInside(path))
            return false;
        if (File.Exists(path))
            File.Delete(path);
        else if (Directory.Exists(path))
            Directory.Delete(path, recursive: true); // links in it are removed, not followed
        else
            return false;
        return true;
    }

    // Every folder on the way must be a real one, or the path would lead elsewhere.
    private bool IsInside(string path)
    {
        var full = Path.GetFullPath(path);
        if (full != root && !full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return false;
        for (var place = full; place.Length > root.Length; place = Path.GetDirectoryName(place)!)
        {
            if (Path.Exists(place) && File.GetAttributes(place).HasFlag(FileAttributes.ReparsePoint))
                return false;
        }

        return true;
    }
}
