namespace KdHost.Host.Journal;

/// <summary>Reads a trial's journal across its epochs. A torn or damaged line ends the reading of its file; it is never an error.</summary>
internal static class JournalReader
{
    /// <summary>The logical journal of a trial as the holder of an epoch left it: the part of earlier epochs that it continues from, then its own.</summary>
    /// <param name="trial">The trial's folder.</param>
    /// <param name="epoch">The epoch.</param>
    public static IEnumerable<JournalRecord> Read(TrialFolder trial, int epoch) => Read(trial, epoch, long.MaxValue);

    /// <summary>The logical journal up to a position; empty for none.</summary>
    /// <param name="trial">The trial's folder.</param>
    /// <param name="position">Where to stop.</param>
    public static IEnumerable<JournalRecord> Read(TrialFolder trial, JournalPosition? position) => position is null ? [] : Read(trial, position.Epoch, position.Bytes);

    /// <summary>Whether every record up to a position is there and undamaged, those of earlier epochs included.</summary>
    /// <param name="trial">The trial's folder.</param>
    /// <param name="position">A place between two records.</param>
    public static bool IsWhole(TrialFolder trial, JournalPosition position)
    {
        var records = ReadFile(trial.Journal(position.Epoch), position.Bytes, out var read);
        return read == position.Bytes && (records.OfType<StartRecord>().FirstOrDefault()?.From is not { } from || (from.Epoch < position.Epoch && IsWhole(trial, from)));
    }

    private static IEnumerable<JournalRecord> Read(TrialFolder trial, int epoch, long limit)
    {
        foreach (var record in ReadFile(trial.Journal(epoch), limit, out _))
        {
            if (record is StartRecord { From: { } from } && from.Epoch < epoch)
            {
                foreach (var earlier in Read(trial, from.Epoch, from.Bytes))
                    yield return earlier;
            }

            yield return record;
        }
    }

    private static List<JournalRecord> ReadFile(string path, long limit, out long read)
    {
        var records = new List<JournalRecord>();
        read = 0;
        if (!File.Exists(path))
            return records;
        byte[] content;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            content = new byte[Math.Min(limit, file.Length)];
            file.ReadExactly(content);
        }

        var rest = content.AsSpan();
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            if (JournalLine.Read(rest[..end]) is not { } record)
                break;
            records.Add(record);
            read += end + 1;
        }

        return records;
    }
}
