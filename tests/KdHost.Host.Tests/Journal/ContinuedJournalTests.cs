using CsCheck;
using KdHost.Host.Journal;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Journal;

public sealed class ContinuedJournalTests
{
    private static readonly Gen<Attempt> Attempts = Gen.Select(Records.Later.Array[0, 4], Records.Later.Array[0, 3], (kept, lost) => new Attempt(kept, lost));

    [Fact]
    public void A_journal_that_goes_on_from_checkpoints_holds_what_came_before_them_and_what_it_adds() => Attempts.Array[1, 4].Sample(
        attempts =>
        {
            using var folder = new TemporaryFolder();
            var trial = new TrialFolder(folder.Path);
            var expected = new List<JournalRecord>();
            JournalPosition? position = null;
            for (var epoch = 1; epoch <= attempts.Length; epoch++)
            {
                var start = new StartRecord(epoch, position, "machine", "cpu", 1) { Time = epoch };
                expected.AddRange([start, .. attempts[epoch - 1].Kept]);
                position = Write(trial, epoch, start, attempts[epoch - 1]);
                Assert.Equal([.. expected, .. attempts[epoch - 1].Lost], JournalReader.Read(trial, epoch));
                Assert.Equal(expected, JournalReader.Read(trial, position));
            }
        },
        iter: 30);

    [Fact]
    public void An_attempt_that_starts_afresh_forgets_the_ones_before()
    {
        using var folder = new TemporaryFolder();
        var trial = new TrialFolder(folder.Path);
        var metric = new MetricRecord("loss", 1, 1) { Time = 1 };
        Write(trial, 1, new StartRecord(1, null, "machine", "cpu", 1) { Time = 1 }, new Attempt([metric], []));
        var start = new StartRecord(2, null, "machine", "cpu", 1) { Time = 2 };
        Write(trial, 2, start, new Attempt([], []));
        Assert.Equal([start], JournalReader.Read(trial, 2));
    }

    private static JournalPosition Write(TrialFolder trial, int epoch, StartRecord start, Attempt attempt)
    {
        Directory.CreateDirectory(trial.Epoch(epoch));
        using var journal = new JournalWriter(trial.Journal(epoch));
        foreach (var record in attempt.Kept.Prepend(start))
            journal.Append(record);
        var position = new JournalPosition(epoch, journal.Flush());
        foreach (var record in attempt.Lost)
            journal.Append(record);
        return position;
    }

    /// <summary>What a holder wrote up to its last checkpoint, and after it.</summary>
    private sealed record Attempt(JournalRecord[] Kept, JournalRecord[] Lost);
}
