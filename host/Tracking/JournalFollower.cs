using KdHost.Host.Journal;

namespace KdHost.Host.Tracking;

/// <summary>
/// Reads a trial's journal on from a place, some records at a time and never the whole, also while it is written. A holder that goes on from an
/// earlier one's journal continues it: its own records follow the part that it goes on from.
/// </summary>
/// <param name="trial">The trial's folder.</param>
internal sealed class JournalFollower(TrialFolder trial)
{
    private const int FirstChunk = 1 << 18, LargestChunk = 1 << 26;

    private List<Part> _parts = [];
    private JournalPlace _place;
    private long? _offset;

    /// <summary>The first start record: when the trial began, and where; null before <see cref="TryOpen"/>.</summary>
    public StartRecord? Start { get; private set; }

    /// <summary>Up to where it was read; set it to go on elsewhere.</summary>
    public JournalPlace Place
    {
        get => _place;
        set
        {
            if (_place != value)
                (_place, _offset) = (value, null);
        }
    }

    /// <summary>Opens the journal of an epoch with all that it goes on from.</summary>
    /// <returns>False while nothing of it can be read yet.</returns>
    public bool TryOpen(int epoch)
    {
        if (_parts.Count > 0 && _parts[^1].Epoch == epoch)
            return true;
        var parts = new List<Part>();
        StartRecord? start = null;
        for (JournalPosition? next = new(epoch, long.MaxValue); next is not null;)
        {
            if (ReadChunk(next.Epoch, 0, next.Bytes, 1, out _) is not [StartRecord first])
                return false;
            parts.Insert(0, new Part(next.Epoch, next.Bytes));
            (start, next) = (first, first.From is { } from && from.Epoch < next.Epoch ? from : null);
        }

        (_parts, Start) = (parts, start);
        return true;
    }

    /// <summary>The next records, all of one epoch; none when there are no more for now.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>The records, the place behind them, and whether nothing follows them for now.</returns>
    public (IReadOnlyList<JournalRecord> Records, JournalPlace Place, bool IsLast) Read(int most)
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = _parts[i];
            if (part.Epoch < _place.Epoch)
                continue;
            var from = part.Epoch == _place.Epoch ? _place : new JournalPlace(part.Epoch, 0);
            var offset = from == _place && _offset is { } known ? known : Skip(part, from.Records);
            var records = ReadChunk(part.Epoch, offset, part.Bytes, most, out var end);
            (_place, _offset) = (from, offset);
            if (records.Count == 0 && i < _parts.Count - 1)
                continue;
            _pending = (new JournalPlace(part.Epoch, from.Records + records.Count), end);
            return (records, _pending.Place, i == _parts.Count - 1 && records.Count < most);
        }

        return ([], _place, true);
    }

    /// <summary>Moves on behind the records that were read last.</summary>
    public void Advance() => (_place, _offset) = _pending;

    private (JournalPlace Place, long? Offset) _pending;

    // Where a number of lines ends.
    private long Skip(Part part, long lines)
    {
        var offset = 0L;
        while (lines > 0)
        {
            var records = ReadChunk(part.Epoch, offset, part.Bytes, (int)Math.Min(lines, 10_000), out var end);
            if (records.Count == 0)
                break;
            (offset, lines) = (end, lines - records.Count);
        }

        return offset;
    }

    // A torn or damaged line ends the reading: it is being written, or what follows was never final.
    private List<JournalRecord> ReadChunk(int epoch, long offset, long limit, int most, out long end)
    {
        var records = new List<JournalRecord>();
        end = offset;
        if (TryOpenFile(trial.Journal(epoch)) is not { } file)
            return records;
        using (file)
        {
            var length = Math.Min(limit, file.Length);
            for (var size = FirstChunk; end < length && records.Count < most; size = FirstChunk)
            {
                var read = 0;
                while (read == 0)
                {
                    var bytes = new byte[(int)Math.Min(size, length - end)];
                    file.Position = end;
                    file.ReadExactly(bytes);
                    if (!Parse(bytes, records, most, out read))
                    {
                        end += read;
                        return records;
                    }

                    if (read == 0 && (bytes.Length == length - end || (size *= 4) > LargestChunk))
                        return records;
                }

                end += read;
            }
        }

        return records;
    }

    private static bool Parse(byte[] bytes, List<JournalRecord> records, int most, out int read)
    {
        read = 0;
        for (int line; records.Count < most && (line = bytes.AsSpan(read).IndexOf((byte)'\n')) >= 0; read += line + 1)
        {
            if (JournalLine.Read(bytes.AsSpan(read, line)) is not { } record)
                return false;
            records.Add(record);
        }

        return true;
    }

    private static FileStream? TryOpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What counts of the journal of an epoch.</summary>
    private sealed record Part(int Epoch, long Bytes);
}
