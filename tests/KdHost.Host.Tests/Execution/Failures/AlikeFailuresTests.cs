using KdHost.Host.Execution.Failures;
using KdHost.Host.Journal;

namespace KdHost.Host.Tests.Execution.Failures;

public sealed class AlikeFailuresTests
{
    [Fact]
    public void Three_failures_alike_and_no_success_stop_the_grid()
    {
        using var alike = new AlikeFailures(slots: 2, () => false);
        Assert.Null(alike.Ended(Bug("it threw at 0x7f00a1b2, trial 1 of /runs/a/x")));
        Assert.Null(alike.Ended(Bug("it threw at 0x7f00ffff, trial 2 of /runs/b/y")));
        Assert.False(alike.Stop.IsCancellationRequested);
        Assert.Contains("--keep-going", alike.Ended(Bug("it threw at 0x7f000000, trial 33 of /runs/c/z")), StringComparison.Ordinal);
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

    private static Failure Bug(string message) => new(FailureKind.PluginBug, message, "mend it");
}
