using KdHost.Host.Execution.Failures;
using KdHost.Host.Journal;

namespace KdHost.Host.Tests.Execution.Failures;

public sealed class AlikeFailuresTests
{
    [Fact]
    public void Three_failures_alike_and_no_success_stop_the_grid()
    {
        using var alike = new AlikeFailures(slots: 2, () => false);
        Assert.Null(alike.Ended(Bug("it threw at 0x7f00a1b2, trial 1 of /runs/a/1")));
        Assert.Null(alike.Ended(Bug("it threw at 0x7f00ffff, trial 2 of /runs/a/2")));
        Assert.False(alike.Stop.IsCancellationRequested);
        Assert.Contains("--keep-going", alike.Ended(Bug("it threw at 0x7f000000, trial 33 of /runs/b")), StringComparison.Ordinal);
        Assert.True(alike.Stop.IsCancellationRequested);
    }

    [Fact]
    public void With_more_slots_each_has_its_say()
    {
        using var alike = new AlikeFailures(slots: 8, () => false);
        for (var i = 0; i < 7; i++)
            Assert.Null(alike.Ended(Bug("oh")));
        Assert.NotNull(alike.Ended(Bug("oh")));
    }

    [Fact]
    public void A_success_or_a_failure_of_another_kind_lets_it_run_on()
    {
        foreach (var other in new[] { null, Bug("something else"), Bug("oh") with { Kind = FailureKind.Data } })
        {
            using var alike = new AlikeFailures(slots: 1, () => false);
            foreach (var end in new[] { Bug("oh"), other, Bug("oh"), Bug("oh"), Bug("oh") })
                Assert.Null(alike.Ended(end));
        }
    }

    [Fact]
    public void A_success_of_earlier_runs_or_of_another_process_counts()
    {
        using var alike = new AlikeFailures(slots: 1, () => true);
        for (var i = 0; i < 5; i++)
            Assert.Null(alike.Ended(Bug("oh")));
    }

    [Theory]
    [InlineData("loss is NaN in epoch 3", "loss is NaN in epoch 17", true)]
    [InlineData("allocate 4000 bytes", "allocate 1.5e+09 bytes", true)]
    [InlineData("can't open /data/x.bin", "can't open C:\\data\\y.bin", true)]
    [InlineData("trial 0123abcd-1234-1234-1234-0123456789ab", "trial fedcba98-1234-1234-1234-0123456789ab", true)]
    [InlineData("no such layer", "no such loss", false)]
    public void What_differs_from_trial_to_trial_is_no_part_of_a_signature(string one, string other, bool alike) =>
        Assert.Equal(alike, FailureSignature.Of(Bug(one)) == FailureSignature.Of(Bug(other)));

    private static Failure Bug(string message) => new(FailureKind.PluginBug, message, "mend it");
}
