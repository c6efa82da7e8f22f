using System.Formats.Tar;
using System.IO.Compression;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Archives;

/// <summary>
/// Reads <c>.tar</c>, <c>.tar.gz</c>, <c>.tgz</c>, <c>.zip</c> and <c>.gz</c> files that others made: no entry leads out of the folder, links and devices are
/// refused, and sizes are bounded while unpacking, whatever the archive says of itself.
/// </summary>
public static class Archive
{
    /// <summary>The endings of file names that are archives.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".tar.gz", ".tgz", ".tar", ".zip", ".gz"];

    /// <summary>The files of an archive, one after the other; folders are passed over.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="limits">How much it may unpack to; the usual limits by default.</param>
    /// <exception cref="FaultException">The archive is damaged, leads out of its folder, or unpacks to too much.</exception>
    public static IEnumerable<ArchiveEntry> Entries(string path, ArchiveLimits? limits = null)
    {
        using var file = File.OpenRead(path);
        var guard = new ArchiveGuard(path, file.Length, limits ?? new ArchiveLimits());
        var entries = (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? Zip(file)
            : path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? Tar(file, guard)
            : path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) ? Gzip(file, path)
            : Tar(guard.Packed(new GZipStream(file, CompressionMode.Decompress)), guard)).GetEnumerator();
        using (entries)
        {
            while (guard.Guarded(entries.MoveNext))
                yield return guard.Admit(entries.Current.Name, entries.Current.Content);
        }
    }

    /// <summary>Unpacks an archive. The folder appears whole or not at all.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">The folder to make; must not exist yet.</param>
    /// <param name="limits">How much it may unpack to; the usual limits by default.</param>
    /// <exception cref="FaultException">The archive is damaged, leads out of its folder, or unpacks to too much.</exception>
    public static void Unpack(string path, string folder, ArchiveLimits? limits = null)
    {
        var unfinished = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.unpacking-{Guid.NewGuid():n}";
        Directory.CreateDirectory(unfinished);
        try
        {
            foreach (var entry in Entries(path, limits))
            {
                var target = Path.Combine(unfinished, entry.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using var output = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
                entry.Content.CopyTo(output);
            }

            Directory.Move(unfinished, folder);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    private static IEnumerable<(string Name, Stream Content)> Zip(Stream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            using var content = entry.Open();
            yield return (entry.FullName, content);
        }
    }

    private static IEnumerable<(string Name, Stream Content)> Tar(Stream file, ArchiveGuard guard)
    {
        using var archive = new TarReader(file);
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw guard.Refuse($"the entry \"{entry.Name}\" is a {entry.EntryType}", "files and folders only");
            yield return (entry.Name, entry.DataStream ?? Stream.Null);
        }
    }

    private static IEnumerable<(string Name, Stream Content)> Gzip(Stream file, string path)
    {
        using var content = new GZipStream(file, CompressionMode.Decompress);
        yield return (Path.GetFileNameWithoutExtension(path), content);
    }
}
