using CsCheck;
using KdHost.Host.Journal;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Journal;

public sealed class JournalReaderTests
{
    [Fact]
    public void A_journal_that_was_never_begun_is_empty()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(JournalReader.Read(new TrialFolder(folder.Path), 1));
        Assert.Empty(JournalReader.Read(new TrialFolder(folder.Path), null));
    }

    [Fact]
    public void A_journal_cut_at_any_byte_holds_the_records_before_the_cut() => Records.Any.Array[1, 3].Sample(
        records =>
        {
            using var folder = new TemporaryFolder();
            var bytes = Records.Bytes(records);
            for (var length = 0; length <= bytes.Length; length++)
            {
                var whole = bytes.AsSpan(0, length).Count((byte)'\n');
                Assert.Equal(records.Take(whole), Read(folder, bytes[..length]));
            }
        },
        iter: 4);

    [Fact]
    public void A_changed_byte_never_makes_another_record() => Gen.Select(Records.Any.Array[1, 3], Gen.Byte[1, 255]).Sample(
        (records, mask) =>
        {
            using var folder = new TemporaryFolder();
            var bytes = Records.Bytes(records);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= mask;
                var before = bytes.AsSpan(0, i).Count((byte)'\n');
                Assert.Equal(records.Take(before), Read(folder, bytes));
                bytes[i] ^= mask;
            }
        },
        iter: 4);

    [Fact]
    public void A_position_ends_the_reading_where_it_points() => Gen.Select(Records.Later.Array[0, 5], Records.Later.Array[0, 5]).Sample(
        (kept, lost) =>
        {
            using var folder = new TemporaryFolder();
            var trial = new TrialFolder(folder.Path);
            Directory.CreateDirectory(trial.Epoch(1));
            File.WriteAllBytes(trial.Journal(1), Records.Bytes(kept.Concat(lost)));
            Assert.Equal(kept, JournalReader.Read(trial, new JournalPosition(1, Records.Bytes(kept).Length)));
        },
        iter: 30);

    private static IEnumerable<JournalRecord> Read(TemporaryFolder folder, byte[] content)
    {
        var trial = new TrialFolder(folder.Path);
        Directory.CreateDirectory(trial.Epoch(1));
        File.WriteAllBytes(trial.Journal(1), content);
        return JournalReader.Read(trial, 1);
    }
}
