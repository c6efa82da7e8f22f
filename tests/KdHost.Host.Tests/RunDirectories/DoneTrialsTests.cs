using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.RunDirectories;

public sealed class DoneTrialsTests : IDisposable
{
    private const string Trial = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly DoneTrials _done;

    public DoneTrialsTests() => _done = new DoneTrials(new RunDirectory(_folder.Path));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trial_that_has_not_ended_is_not_there()
    {
        Assert.False(_done.Contains(Trial));
        Assert.Null(_done.Find(Trial));
    }

    [Fact]
    public void How_a_trial_ended_reads_back_as_it_was_written()
    {
        var record = Record(3) with { State = TrialState.Failed, Failure = new Failure(FailureKind.OutOfMemory, "no \"memory\"\nleft", "less") };
        Assert.True(_done.TryAdd(Trial, record));
        Assert.True(_done.Contains(Trial));
        var found = _done.Find(Trial)!;
        Assert.Equal(record.Metrics, found.Metrics);
        Assert.Equal(record, found with { Metrics = record.Metrics });
    }

    [Fact]
    public void The_first_word_is_final()
    {
        Assert.True(_done.TryAdd(Trial, Record(1)));
        Assert.False(_done.TryAdd(Trial, Record(2)));
        Assert.Equal(1, _done.Find(Trial)!.Epoch);
    }

    [Fact]
    public void Of_many_that_say_how_a_trial_ended_one_is_heard()
    {
        var heard = AllAtOnce.Run(8, i => _done.TryAdd(Trial, Record(i + 1)));
        Assert.Single(heard, true);
        Assert.Equal(Array.IndexOf(heard, true) + 1, _done.Find(Trial)!.Epoch);
    }

    [Fact]
    public void A_reopened_trial_can_end_again()
    {
        _done.TryAdd(Trial, Record(1));
        _done.Reopen(Trial, _done.Find(Trial)!.Epoch);
        Assert.False(_done.Contains(Trial));
        Assert.True(_done.TryAdd(Trial, Record(2)));
        Assert.Equal(2, _done.Find(Trial)!.Epoch);
    }

    private static DoneRecord Record(int epoch) => new(
        TrialState.Finished, epoch, null, Guid.Parse("c0ffee00-0000-4000-8000-000000000001"),
        new Dictionary<string, double> { ["test/accuracy"] = 0.1, ["train/loss"] = double.NaN, ["worst"] = double.NegativeInfinity });
}
