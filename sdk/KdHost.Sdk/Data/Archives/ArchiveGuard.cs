using KdHost.Sdk.Data.Files;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Archives;

/// <summary>Counts what comes out of an archive and refuses what must not.</summary>
internal sealed class ArchiveGuard(string path, long packedBytes, ArchiveLimits limits)
{
    // A small archive may be mostly zeros for honest reasons.
    private const long AlwaysAllowed = 32 << 20;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _totalBytes = Math.Min(limits.TotalBytes, Math.Max(AlwaysAllowed, (long)(packedBytes * limits.Ratio)));
    private long _bytes;
    private bool _isPackedStream;

    /// <summary>Checks an entry's name and wraps its content.</summary>
    public ArchiveEntry Admit(string name, Stream content)
    {
        var parts = name.Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")).ToArray();
        if (name.StartsWith('/') || name.StartsWith('\\') || parts.Length == 0 || parts.Any(part => part == ".." || part.Contains(':') || part.Contains('\0')))
            throw Refuse($"the entry \"{name}\"", "relative names without \"..\"");
        var clean = string.Join('/', parts);
        if (!_names.Add(clean))
            throw Refuse($"the entry \"{name}\" twice", "each name once");
        if (_names.Count > limits.Entries)
            throw Refuse($"more than {limits.Entries} entries", $"at most {limits.Entries}");
        return new ArchiveEntry(clean, new CountedStream(this, content, limits.EntryBytes, isCounted: !_isPackedStream));
    }

    /// <summary>Counts what a packed stream gives, so that padding between the entries of a tar file is bounded too.</summary>
    public Stream Packed(Stream unpacked)
    {
        _isPackedStream = true;
        return new CountedStream(this, unpacked, long.MaxValue, isCounted: true);
    }

    /// <summary>Runs a step of a reader and tells its errors as faults.</summary>
    public T Guarded<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException or ArgumentException)
        {
            throw DamagedFile.Fault(Path, error is EndOfStreamException ? "the archive ends too early" : $"not a whole archive: {error.Message}", "a whole archive", error);
        }
    }

    public FaultException Refuse(string found, string expected) => new(new Fault("this archive is refused")
    {
        File = Path,
        Found = found,
        Expected = expected,
        Fix = "get the archive from its authors, or unpack it by hand if you trust it",
    });

    private void Count(int bytes)
    {
        _bytes += bytes;
        if (_bytes > _totalBytes)
            throw Refuse($"{packedBytes} bytes that unpack to more than {_totalBytes}", $"at most {limits.Ratio:0} times the size of the archive, and {limits.TotalBytes} bytes");
    }

    private sealed class CountedStream(ArchiveGuard guard, Stream inner, long limit, bool isCounted) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = inner.Read(buffer);
            }
            catch (InvalidDataException error)
            {
                throw DamagedFile.Fault(guard.Path, $"not a whole archive: {error.Message}", "a whole archive", error);
            }

            _read += read;
            if (_read > limit)
                throw guard.Refuse($"an entry of more than {limit} bytes", $"at most {limit}");
            if (isCounted)
                guard.Count(read);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private string Path { get; } = path;
}
