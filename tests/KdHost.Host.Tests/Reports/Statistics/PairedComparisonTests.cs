using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class PairedComparisonTests
{
    [Fact]
    public void Every_figure_agrees_with_the_reference()
    {
        foreach (var item in Golden.Read("paired").AsArray())
        {
            var comparison = PairedComparison.Of(item!.Numbers("baseline"), item!.Numbers("candidate"));
            Assert.Equal(item!.Number("n"), comparison.Difference.Count);
            Near.Equal(item!.Number("mean_difference"), comparison.Difference.Mean);
            Near.Equal(item!.Number("std_difference"), comparison.Difference.StandardDeviation);
            Golden.EqualInterval(item!.Numbers("ci95"), comparison.Difference.Interval);
            Near.Equal(item!.Number("p_t_two_sided"), comparison.PValue);
            if (item!["wilcoxon"] is not { } wilcoxon)
                continue; // below six differences; also at 50 pairs, where the reference has none
            Assert.Equal(wilcoxon.Number("n_nonzero"), comparison.SignedRank!.NonZero);
            Assert.Equal(wilcoxon.Number("w"), comparison.SignedRank.RankSum);
            Near.Equal(wilcoxon.Number("p_two_sided"), comparison.SignedRank.PValue);
        }
    }

    [Fact]
    public void Equal_differences_have_an_interval_of_width_zero_and_no_p_value()
    {
        var item = Golden.Read("constant");
        var comparison = PairedComparison.Of(item.Numbers("baseline"), item.Numbers("candidate"));
        Assert.Equal(new PairedComparison(new Summary(3, 1, 0, new Interval(1, 1)), null, null), comparison);
    }

    [Fact]
    public void One_pair_has_a_mean_difference_only()
    {
        var item = Golden.Read("single");
        var comparison = PairedComparison.Of(item.Numbers("baseline"), item.Numbers("candidate"));
        Assert.Equal(new PairedComparison(new Summary(1, 1, null, null), null, null), comparison);
    }

    [Fact]
    public void Decimals_that_differ_by_the_same_amount_are_ties_in_spite_of_rounding()
    {
        var comparison = PairedComparison.Of([75.0, 75.2, 74.9, 0.3, 75.5, 75.1], [75.1, 75.3, 75.0, 0.4, 75.6, 75.2]);
        Assert.Equal(0, comparison.Difference.StandardDeviation);
        Assert.Null(comparison.PValue);
        Assert.Equal(new SignedRankTest(6, 0, 0.03125), comparison.SignedRank);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_leaves_nothing_defined(double value)
    {
        var comparison = PairedComparison.Of([1, 2, 3, 4, 5, 6, 7], [2, 3, value, 5, 6, 7, 9]);
        Assert.Equal(new PairedComparison(new Summary(7, null, null, null), null, null), comparison);
    }

    [Fact]
    public void No_pair_compares_to_nothing() =>
        Assert.Equal(new PairedComparison(new Summary(0, null, null, null), null, null), PairedComparison.Of([], []));

    [Fact]
    public void Lists_of_different_length_are_refused() => Assert.Throws<ArgumentException>(() => PairedComparison.Of([1, 2], [1]));
}
