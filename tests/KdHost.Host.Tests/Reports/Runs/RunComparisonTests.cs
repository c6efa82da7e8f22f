using KdHost.Host.Reports.Runs;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Reports.Runs;

public sealed class RunComparisonTests
{
    [Fact]
    public void Runs_that_differ_in_a_constant_are_matched_over_the_rest_and_paired_by_seed()
    {
        using var first = Make(4, [(0, 80, 1), (1, 81, 1), (2, 82, 1), (0, 70, 2)]);
        using var second = Make(8, [(1, 83, 1), (2, 84, 1), (3, 90, 1), (0, 71, 3)]);

        var comparison = RunComparison.Of(first.Results, second.Results, null);

        Assert.Equal("temperature: 4 -> 8", Assert.Single(comparison.Differences).ToString());
        var row = Assert.Single(comparison.Board.Rows);
        Assert.Equal((2, 2.0), (row.Comparison!.Difference.Count, row.Comparison.Difference.Mean));
        Assert.Equal("temperature=4 rate=2", Assert.Single(comparison.OnlyFirst).Label);
        Assert.Equal("temperature=8 rate=3", Assert.Single(comparison.OnlySecond).Label);
    }

    [Fact]
    public void Equal_grids_are_matched_one_to_one_without_a_difference_of_parameters()
    {
        using var first = Make(4, [(0, 80, 1), (0, 70, 2)]);
        using var second = Make(4, [(0, 80, 1), (0, 70, 2)]);
        var comparison = RunComparison.Of(first.Results, second.Results, null);
        Assert.Empty(comparison.Differences);
        Assert.Empty(comparison.OnlyFirst);
        Assert.All(comparison.Board.Rows, row => Assert.Equal(0, row.Comparison!.Difference.Mean));
        Assert.Equal(2, RunComparisonText.ToTable(comparison).Rows.Count);
    }

    [Fact]
    public void A_metric_that_no_trial_has_is_refused_with_the_nearest()
    {
        using var run = Make(4, [(0, 80, 1)]);
        var fault = Assert.Throws<FaultException>(() => RunComparison.Of(run.Results, run.Results, "test/acuracy")).Faults.Single();
        Assert.Equal("did you mean \"test/accuracy\"?", fault.Fix);
    }

    private static FakeRun Make(int temperature, (long Seed, double Value, int Rate)[] trials)
    {
        var run = new FakeRun();
        foreach (var (seed, value, rate) in trials)
            run.Finish(seed, value, ("temperature", temperature), ("rate", rate));
        return run.Save();
    }
}
