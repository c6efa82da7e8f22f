using CsCheck;
using KdHost.Host.Journal;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TrialFolder Trial => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_flushed_can_be_read_while_the_journal_is_open()
    {
        using var journal = Open();
        journal.Append(Metric(1));
        Assert.Equal(Records.Bytes([Metric(1)]).Length, journal.Flush());
        Assert.Equal([Metric(1)], JournalReader.Read(Trial, 1));
    }

    [Fact]
    public void A_point_written_by_hand_is_the_point_that_the_serializer_writes()
    {
        Records.Any.Where(record => record is MetricRecord).Sample(record =>
        {
            var (metrics, metric) = (new MetricLine(), (MetricRecord)record);
            var line = new byte[metrics.MaxLength(metric.Name)];
            var length = metrics.Write(line, metric.Name, metric.Value, metric.Step, metric.Time);
            Assert.Equal((byte)'\n', line[length - 1]);
            Assert.Equal(metric, JournalLine.Read(line.AsSpan(0, length - 1)));
        });
    }

    [Fact]
    public void Points_and_records_keep_their_order()
    {
        using (var journal = Open())
        {
            for (var i = 0; i < 5000; i += 2)
            {
                journal.Append(Metric(i));
                journal.AppendMetric("train/loss", 0.5, i + 1, i + 1);
            }
        }

        Assert.Equal(Enumerable.Range(0, 5000).Select(Metric), JournalReader.Read(Trial, 1));
    }

    [Fact]
    public void What_was_not_flushed_is_written_when_the_journal_is_closed()
    {
        using (var journal = Open())
            journal.Append(Metric(1));
        Assert.Equal([Metric(1)], JournalReader.Read(Trial, 1));
    }

    [Fact]
    public async Task What_was_not_flushed_is_written_before_long()
    {
        using var journal = Open();
        journal.Append(Metric(1));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!JournalReader.Read(Trial, 1).Any())
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
    }

    [Fact]
    public void A_journal_of_somebody_else_is_never_written_to()
    {
        using (var journal = Open())
            journal.Append(Metric(1));
        Assert.Throws<IOException>(Open);
        Assert.Equal([Metric(1)], JournalReader.Read(Trial, 1));
    }

    [Fact]
    public void Records_of_many_threads_stay_whole_and_in_the_order_of_each()
    {
        const int Threads = 4, Each = 500;
        using (var journal = Open())
        {
            AllAtOnce.Run(Threads, thread =>
            {
                for (var i = 0; i < Each; i++)
                    journal.Append(new MetricRecord($"{thread}", i, i) { Time = i });
                return thread;
            });
        }

        var records = JournalReader.Read(Trial, 1).Cast<MetricRecord>().ToList();
        Assert.Equal(Threads * Each, records.Count);
        Assert.All(records.GroupBy(record => record.Name), one => Assert.Equal(Enumerable.Range(0, Each).Select(i => (long)i), one.Select(record => record.Step)));
    }

    [Fact]
    public void A_flush_returns_the_end_of_a_record_while_others_write()
    {
        const int Threads = 4;
        long[][] positions;
        using (var journal = Open())
        {
            positions = AllAtOnce.Run(Threads, thread => Enumerable.Range(0, 50).Select(i =>
            {
                journal.Append(new MetricRecord(new string('x', 20_000), i, i) { Time = i });
                return journal.Flush();
            }).ToArray());
        }

        var content = File.ReadAllBytes(Trial.Journal(1));
        Assert.All(positions.SelectMany(position => position), position => Assert.Equal((byte)'\n', content[position - 1]));
    }

    private JournalWriter Open()
    {
        Directory.CreateDirectory(Trial.Epoch(1));
        return new JournalWriter(Trial.Journal(1));
    }

    private static MetricRecord Metric(int step) => new("train/loss", 0.5, step) { Time = step };
}
