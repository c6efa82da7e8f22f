using KdHost.Host.RunDirectories;

namespace KdHost.Host.Journal;

/// <summary>
/// From where a new holder of a trial continues its journal: from the end of the last holder's. What that one said stands, although the training goes
/// on from an earlier checkpoint, because it may be in the tracking store already, and a point that is logged again is the same point.
/// </summary>
internal static class JournalTail
{
    /// <summary>The place to go on from; null for a new journal.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="trial">Id of the trial.</param>
    /// <param name="epoch">Epoch of the new holder.</param>
    /// <param name="checkpoint">The place that the newest checkpoint knows; counts when the last attempt ended and the trial is run anew.</param>
    public static JournalPosition? Before(RunDirectory run, string trial, int epoch, JournalPosition? checkpoint)
    {
        var folder = run.Trial(trial);
        foreach (var earlier in folder.Epochs().Where(earlier => earlier < epoch))
        {
            if (File.Exists($"{run.DoneFile(trial)}.{earlier}"))
                return checkpoint;
            if (ValidLength(folder.Journal(earlier)) is > 0 and var length)
                return new JournalPosition(earlier, length);
        }

        return checkpoint;
    }

    private static long ValidLength(string journal)
    {
        if (!File.Exists(journal))
            return 0;
        using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var end = 0;
        for (int line; (line = content.AsSpan(end).IndexOf((byte)'\n')) >= 0 && JournalLine.Read(content.AsSpan(end, line)) is not null; end += line + 1)
        {
        }

        return end;
    }
}
