namespace KdHost.Sdk.Data.Archives;

/// <summary>How much an archive may unpack to. What asks for more is refused before it fills memory or disk.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Largest number of entries.</summary>
    public int Entries { get; init; } = 3_000_000;

    /// <summary>Largest size of one entry in bytes.</summary>
    public long EntryBytes { get; init; } = 4L << 30;

    /// <summary>Largest size of all entries together in bytes.</summary>
    public long TotalBytes { get; init; } = 1L << 40;

    /// <summary>Largest size of all entries by that of the archive. Data sets stay far below; only files made for it come near the 1000 of deflate.</summary>
    public double Ratio { get; init; } = 200;
}
