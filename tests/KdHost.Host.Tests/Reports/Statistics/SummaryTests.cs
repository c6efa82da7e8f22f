using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class SummaryTests
{
    [Fact]
    public void Mean_deviation_and_interval_agree_with_the_reference()
    {
        foreach (var item in Golden.Read("intervals").AsArray())
        {
            var summary = Summary.Of(item!.Numbers("values"));
            Near.Equal(item!.Number("mean"), summary.Mean);
            Near.Equal(item!.Number("std"), summary.StandardDeviation);
            Golden.EqualInterval(item!.Numbers("ci95"), summary.Interval);
        }
    }

    [Fact]
    public void One_value_has_a_mean_and_no_spread() => Assert.Equal(new Summary(1, 3.5, null, null), Summary.Of([3.5]));

    [Fact]
    public void No_value_has_no_mean() => Assert.Equal(new Summary(0, null, null, null), Summary.Of([]));

    [Fact]
    public void Equal_values_have_no_spread_in_spite_of_rounding() =>
        Assert.Equal(new Summary(3, 0.1, 0, new Interval(0.1, 0.1)), Summary.Of([0.1, 0.1, 0.1]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_not_finite_leaves_nothing_defined(double value) =>
        Assert.Equal(new Summary(3, null, null, null), Summary.Of([1, value, 2]));

    [Fact]
    public void Values_too_large_to_square_have_no_spread() => Assert.Equal(new Summary(2, 0, null, null), Summary.Of([1e200, -1e200]));
}
