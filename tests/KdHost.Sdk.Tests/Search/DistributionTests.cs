using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Search;

namespace KdHost.Sdk.Tests.Search;

public sealed class DistributionTests
{
    private const int Draws = 20_000;

    [Fact]
    public void Uniform_values_stay_inside_and_have_the_mean_and_variance_of_the_interval() => Moments(new Uniform(-2, 4), mean: 1, variance: 3, low: -2, high: 4);

    [Fact]
    public void The_logarithms_of_log_uniform_values_are_uniform() =>
        Moments(Values(new LogUniform(1e-4, 1)).Select(Math.Log10), mean: -2, variance: 16 / 12.0, low: -4, high: 0);

    [Fact]
    public void Normal_values_have_the_mean_and_variance_asked_for() => Moments(new Normal(3, 2), mean: 3, variance: 4, low: -20, high: 25);

    [Theory]
    [InlineData(-1, 1, 0.2911)] // 1 - 2 φ(1) / (2 Φ(1) - 1)
    [InlineData(-0.1, 0.1, 0.003331)]
    [InlineData(-2, 2, 0.7737)]
    public void A_normal_distribution_that_is_cut_off_has_the_variance_of_what_is_left(double low, double high, double variance) =>
        Moments(new Normal(0, 1, low, high), mean: 0, variance, low, high);

    [Fact]
    public void Whole_numbers_come_equally_often_with_both_ends() =>
        Assert.Equal([1, 2, 3, 4], Values(new IntegerRange(1, 4)).GroupBy(value => value).Where(group => Math.Abs(group.Count() - (Draws / 4)) < 300).Select(group => group.Key).Order());

    [Fact]
    public void On_a_logarithmic_scale_small_whole_numbers_come_more_often()
    {
        var counts = Values(new IntegerRange(1, 64, log: true)).CountBy(value => value).ToDictionary();
        Assert.Equal(64, counts.Count);
        Assert.InRange(counts[1] / (double)counts[8], Math.Log(3) / Math.Log(8.5 / 7.5) * 0.8, Math.Log(3) / Math.Log(8.5 / 7.5) * 1.2);
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue - 1)]
    [InlineData(5, 5)]
    public void Whole_numbers_may_have_any_ends(long low, long high) =>
        Gen.Long.Sample(seed => new IntegerRange(low, high).Sample(new RandomStream(seed))!.GetValue<long>() is var value && value >= low && value <= high);

    [Fact]
    public void Every_choice_comes_equally_often()
    {
        var distribution = new Choice(["kd", 4, null]);
        var counts = Enumerable.Range(0, Draws).CountBy(seed => distribution.Sample(new RandomStream(seed))?.ToJsonString() ?? "null").ToDictionary();
        Assert.Equal(["\"kd\"", "4", "null"], counts.Keys.OrderBy(key => key, StringComparer.Ordinal));
        Assert.All(counts.Values, count => Assert.InRange(count, (Draws / 3) - 300, (Draws / 3) + 300));
    }

    [Fact]
    public void The_same_stream_gives_the_same_value() => Gen.Select(Gen.Long, Gen.OneOf<Distribution>(
        Gen.Const<Distribution>(new Uniform(0, 1)), Gen.Const<Distribution>(new Normal(0, 1, -1, 1)), Gen.Const<Distribution>(new IntegerRange(1, 1000, true)), Gen.Const<Distribution>(new Choice([1, 2])))).Sample((seed, distribution) =>
            JsonNode.DeepEquals(distribution.Sample(new RandomStream(seed)), distribution.Sample(new RandomStream(seed))));

    [Fact]
    public void Distributions_that_can_not_be_drawn_from_are_refused()
    {
        Action[] wrong =
        [
            () => _ = new Uniform(1, 1), () => _ = new Uniform(0, double.PositiveInfinity), () => _ = new LogUniform(0, 1), () => _ = new LogUniform(2, 1), () => _ = new Normal(0, 0),
            () => _ = new Normal(2, 1, -1, 1), () => _ = new IntegerRange(2, 1), () => _ = new IntegerRange(0, 5, log: true), () => _ = new Choice([]), () => _ = new Choice([1, 1.0]),
        ];
        Assert.All(wrong, make => Assert.Throws<ArgumentException>(make));
    }

    [Fact]
    public void Equal_choices_are_equal()
    {
        Assert.Equal(new Choice(["a", 1]), new Choice(["a", 1.0]));
        Assert.NotEqual(new Choice(["a"]), new Choice(["b"]));
    }

    private static IEnumerable<double> Values(Distribution distribution)
    {
        var random = new RandomStream(7);
        return Enumerable.Range(0, Draws).Select(_ => Convert.ToDouble(distribution.Sample(random)!.ToString(), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Moments(Distribution distribution, double mean, double variance, double low, double high) => Moments(Values(distribution), mean, variance, low, high);

    // Within four standard errors.
    private static void Moments(IEnumerable<double> draws, double mean, double variance, double low, double high)
    {
        var values = draws.ToList();
        Assert.All(values, value => Assert.InRange(value, low, high));
        var average = values.Average();
        Assert.InRange(average, mean - (4 * Math.Sqrt(variance / Draws)), mean + (4 * Math.Sqrt(variance / Draws)));
        Assert.InRange(values.Average(value => (value - average) * (value - average)), variance * 0.95, variance * 1.05);
    }
}
