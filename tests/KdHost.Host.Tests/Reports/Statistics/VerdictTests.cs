using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class VerdictTests
{
    [Fact]
    public void Two_seeds_are_too_few_however_large_the_difference() =>
        Assert.Equal(new Verdict(VerdictKind.TooFewSeeds, "too few seeds to tell"), PairedComparison.Of([1, 2], [101, 102]).Judge(maximize: true));

    [Fact]
    public void An_interval_that_holds_zero_shows_no_difference() =>
        Assert.Equal(new Verdict(VerdictKind.NoDifference, "no difference shown (n = 4)"), PairedComparison.Of([1, 2, 3, 4], [2, 1, 4, 3]).Judge(maximize: true));

    [Fact]
    public void A_difference_of_exactly_zero_is_none() =>
        Assert.Equal(new Verdict(VerdictKind.NoDifference, "no difference shown (n = 3)"), PairedComparison.Of([1, 2, 3], [1, 2, 3]).Judge(maximize: true));

    [Theory]
    [InlineData(true, "better")]
    [InlineData(false, "worse")]
    public void Larger_values_are_better_or_worse_by_the_direction_of_the_objective(bool maximize, string word)
    {
        var verdict = PairedComparison.Of([1, 2, 3], [2, 3, 4]).Judge(maximize);
        Assert.Equal($"{word} (95 % interval 1 to 1)", verdict.Words);
        Assert.Equal(maximize ? VerdictKind.Better : VerdictKind.Worse, verdict.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Smaller_values_are_worse_or_better_by_the_direction_of_the_objective(bool maximize) =>
        Assert.Equal(maximize ? VerdictKind.Worse : VerdictKind.Better, PairedComparison.Of([2, 3.1, 4], [1, 2, 3]).Judge(maximize).Kind);

    [Fact]
    public void A_value_that_is_not_finite_allows_no_verdict() =>
        Assert.Equal(VerdictKind.Undefined, PairedComparison.Of([1, 2, 3], [1, double.NaN, 3]).Judge(maximize: true).Kind);
}
