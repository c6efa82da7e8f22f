namespace KdHost.Sdk.Data.Archives;

/// <summary>One file of an archive while the archive is read.</summary>
/// <param name="Name">Path with forward slashes, relative and without <c>..</c>.</param>
/// <param name="Content">Its bytes, to be read before the next entry is asked for.</param>
public sealed record ArchiveEntry(string Name, Stream Content)
{
    /// <summary>All bytes.</summary>
    public byte[] ReadAll()
    {
        using var buffer = new MemoryStream();
        Content.CopyTo(buffer);
        return buffer.ToArray();
    }
}
