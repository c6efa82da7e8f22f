using CsCheck;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Journal;
using KdHost.Host.Tests.Support;
using KdHost.Host.Tracking;

namespace KdHost.Host.Tests.Tracking;

public sealed class JournalFollowerTests : IDisposable
{
    private const string Trial = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_in_pieces_of_any_size_from_any_place_a_journal_is_the_same() =>
        Gen.Select(Records.Later.Array[0, 30].Array[1, 4], Gen.Double[0, 1].Array[4], Gen.Int[1, 12], Gen.Int[1, 12]).Sample((epochs, cuts, piece, restart) =>
        {
            var folder = new TrialFolder(Path.Combine(_folder.Path, Guid.NewGuid().ToString("n")));
            WriteEpochs(folder, epochs, cuts);
            var expected = JournalReader.Read(folder, epochs.Length).Select(Text).ToList();
            return Follow(folder, epochs.Length, piece, restart).SequenceEqual(expected);
        });

    [Fact]
    public void What_is_added_later_follows_and_a_torn_line_waits()
    {
        var folder = new TrialFolder(_folder.Path);
        Directory.CreateDirectory(folder.Epoch(1));
        var lines = Records.Bytes([new StartRecord(1, null, "m", "cpu", 1) { Time = 1 }, .. DiskGrid.Curve("a", 3)]);
        File.WriteAllBytes(folder.Journal(1), lines[..^5]);
        var follower = new JournalFollower(folder);
        Assert.True(follower.TryOpen(1));
        Assert.Equal(3, follower.Read(100).Records.Count);
        follower.Advance();
        Assert.Empty(follower.Read(100).Records);

        File.WriteAllBytes(folder.Journal(1), lines);
        Assert.Equal(new MetricRecord("a", 1.0 / 3, 2) { Time = 1_764_000_000_002 }, Assert.Single(follower.Read(100).Records));
    }

    [Fact]
    public void A_line_longer_than_any_buffer_is_read()
    {
        var folder = new TrialFolder(_folder.Path);
        Directory.CreateDirectory(folder.Epoch(1));
        var name = new string('x', 3_000_000);
        File.WriteAllBytes(folder.Journal(1), Records.Bytes([new StartRecord(1, null, "m", "cpu", 1) { Time = 1 }, new MetricRecord(name, 1, 1) { Time = 1 }, new MetricRecord("b", 1, 1) { Time = 1 }]));
        var follower = new JournalFollower(folder);
        Assert.True(follower.TryOpen(1));
        Assert.Equal(3, follower.Read(100).Records.Count);
    }

    [Fact]
    public void A_journal_without_its_first_line_is_not_open_yet()
    {
        var folder = new TrialFolder(_folder.Path);
        Directory.CreateDirectory(folder.Epoch(1));
        Assert.False(new JournalFollower(folder).TryOpen(1));
        File.WriteAllText(folder.Journal(1), "torn");
        Assert.False(new JournalFollower(folder).TryOpen(1));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 42)]
    public void A_place_is_a_number_that_people_can_read(int epoch, long records) =>
        Assert.Equal(new JournalPlace(epoch, records), JournalPlace.Of(new JournalPlace(epoch, records).Cursor));

    [Fact]
    public void The_end_of_an_epoch_is_behind_all_its_records_and_before_the_next_epoch()
    {
        Assert.True(JournalPlace.End(2).CompareTo(new JournalPlace(2, 10_000_000_000)) > 0);
        Assert.True(JournalPlace.End(2).CompareTo(new JournalPlace(3, 0)) < 0);
        Assert.Equal(3_000_000_000_042, new JournalPlace(3, 42).Cursor);
    }

    [Fact]
    public void A_new_holder_goes_on_from_the_end_of_the_last_journal_and_a_trial_run_anew_from_its_checkpoint()
    {
        var run = new RunDirectory(_folder.Path);
        var folder = run.Trial(Trial);
        var checkpoint = new JournalPosition(1, 7);
        Assert.Null(JournalTail.Before(run, Trial, 1, null));
        Directory.CreateDirectory(folder.Epoch(1));
        var lines = Records.Bytes([new StartRecord(1, null, "m", "cpu", 1) { Time = 1 }]);
        File.WriteAllBytes(folder.Journal(1), [.. lines, .. "torn"u8]);
        Directory.CreateDirectory(folder.Epoch(2));
        File.WriteAllText(folder.Journal(2), "torn");

        Assert.Equal(new JournalPosition(1, lines.Length), JournalTail.Before(run, Trial, 3, checkpoint));
        Directory.CreateDirectory(Path.GetDirectoryName(run.DoneFile(Trial))!);
        File.WriteAllText($"{run.DoneFile(Trial)}.1", "");
        Assert.Equal(checkpoint, JournalTail.Before(run, Trial, 3, checkpoint));
    }

    // Each epoch goes on from some line of the one before.
    private static void WriteEpochs(TrialFolder folder, JournalRecord[][] epochs, double[] cuts)
    {
        JournalPosition? from = null;
        for (var epoch = 1; epoch <= epochs.Length; epoch++)
        {
            Directory.CreateDirectory(folder.Epoch(epoch));
            JournalRecord[] records = [new StartRecord(epoch, from, "m", "cpu", 1) { Time = epoch }, .. epochs[epoch - 1]];
            File.WriteAllBytes(folder.Journal(epoch), Records.Bytes(records));
            from = new JournalPosition(epoch, Records.Bytes(records[..(1 + (int)(cuts[epoch - 1] * (records.Length - 1)))]).Length);
        }
    }

    private static List<string> Follow(TrialFolder folder, int epoch, int piece, int restart)
    {
        var read = new List<string>();
        var place = default(JournalPlace);
        while (true)
        {
            var follower = new JournalFollower(folder) { Place = place };
            Assert.True(follower.TryOpen(epoch));
            for (var i = 0; i < restart; i++)
            {
                var (records, next, isLast) = follower.Read(piece);
                read.AddRange(records.Select(Text));
                follower.Advance();
                place = next;
                if (isLast)
                    return read;
            }
        }
    }

    private static string Text(JournalRecord record) => Convert.ToHexString(Records.Bytes([record]));
}
