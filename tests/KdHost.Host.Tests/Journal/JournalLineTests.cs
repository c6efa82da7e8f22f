using System.Text;
using CsCheck;
using KdHost.Host.Journal;

namespace KdHost.Host.Tests.Journal;

public sealed class JournalLineTests
{
    [Fact]
    public void A_record_reads_back_as_it_was_written() =>
        Records.Any.Sample(record => Assert.Equal(record, JournalLine.Read(Records.Bytes([record]).AsSpan()[..^1])));

    [Fact]
    public void A_record_is_one_line() =>
        Records.Any.Sample(record => Records.Bytes([record]).Count(b => b == '\n') == 1);

    [Fact]
    public void A_part_of_a_line_is_no_record() => Records.Any.Sample(record =>
    {
        var line = Records.Bytes([record])[..^1];
        for (var length = 0; length < line.Length; length++)
            Assert.Null(JournalLine.Read(line.AsSpan(0, length)));
    });

    [Theory]
    [InlineData("")]
    [InlineData("00000000 ")]
    [InlineData("00000000 {}")]
    [InlineData("a line of something else")]
    public void Foreign_text_is_no_record(string text) => Assert.Null(JournalLine.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_line_can_be_checked_by_hand()
    {
        var line = Encoding.UTF8.GetString(Records.Bytes([new CheckpointRecord(3) { Time = 5 }]));
        Assert.Equal("5fb9b8ca {\"type\":\"checkpoint\",\"number\":3,\"time\":5}\n", line);
    }
}
