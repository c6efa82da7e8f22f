using KdHost.Plugins.Slam;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Statistics;

namespace KdHost.Plugins.Tests.Slam;

public sealed class NoiseTests
{
    [Theory]
    [InlineData(0, "g5.alphaLb0")]
    [InlineData(0.5, "g5.alphaLb05")]
    public void Isotonic_alpha_is_that_of_the_reference(double lowerBound, string expected) =>
        Golden.MustBe(expected, AlphaEstimation.Isotonic(Golden.Row("g5.margins"), Golden.Flags("g5.correct"), Golden.Row("g5.queries"), lowerBound));

    [Fact]
    public void Alpha_of_ranks_is_that_of_the_reference_by_both_estimators()
    {
        bool[] hits = [.. Golden.Row("g6.rank").Select(rank => rank == 0)];
        var margins = Golden.Row("g6.margins");
        Golden.MustBe("g6.alphaLb05", AlphaEstimation.Isotonic(margins, hits, Golden.Row("g6.queries"), 0.5));
        Golden.MustBe("g6.knnAlpha", AlphaEstimation.NearestNeighbours(Points(margins), hits, Points(Golden.Row("g6.knnAlpha_kappa3_lb05_queries")), 3, 0.5));
    }

    [Fact]
    public void K_is_that_of_the_reference_in_both_estimated_modes()
    {
        int[] ranks = [.. Golden.Row("g6.rank").Select(rank => (int)rank)];
        for (var k = 1; k <= 4; k++)
            Assert.Equal(Golden.Number($"g6.topKAccuracy.{k}"), TopKEstimation.Accuracy(ranks, k), 1e-12);
        Assert.Equal((2, 3, 4), (TopKEstimation.Global(ranks, 4, 0.8), TopKEstimation.Global(ranks, 4, 0.85), TopKEstimation.Global(ranks, 4, 0.95)));
        Golden.MustBe("g6.isotonicTop2", Within(2));
        Golden.MustBe("g6.isotonicTop3", Within(3));
        Assert.Equal([3, 3, 3, 2], TopKEstimation.Isotonic(Golden.Row("g6.margins"), ranks, Golden.Row("g6.queries"), 4, 0.85, largest: 20));

        double[] Within(int k)
        {
            var fit = IsotonicRegression.Fit(Golden.Row("g6.margins"), [.. ranks.Select(rank => rank < k ? 1.0 : 0.0)], 0, 1);
            return [.. Golden.Row("g6.queries").Select(fit.At)];
        }
    }

    [Fact]
    public void K_is_never_below_two_and_reaches_the_number_of_classes_where_nothing_else_does()
    {
        Assert.Equal(2, TopKEstimation.Global([0, 0, 0], 10, 0.5));
        Assert.Equal(10, TopKEstimation.Global([9, 9, 9], 10, 0.5));
        Assert.Equal([2], TopKEstimation.Isotonic([0.1, 0.2], [1, 1], [0.5], 2, 0.9, largest: 20));
        Assert.Equal([100], TopKEstimation.Isotonic([0.1, 0.2], [50, 50], [0.5], 100, 0.9, largest: 20));
    }

    [Fact]
    public void Isotonic_regression_is_the_bounded_least_squares_optimum()
    {
        // On a grid of twentieths every non-decreasing function of four points is tried.
        const int Levels = 20;
        var random = new RandomStream(3);
        for (var trial = 0; trial < 20; trial++)
        {
            double[] x = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble()).Order()], y = [.. Enumerable.Range(0, 4).Select(_ => random.NextChance(0.5) ? 1.0 : 0.0)];
            var fit = IsotonicRegression.Fit(x, y, 0.5, 1);
            var best = double.PositiveInfinity;
            for (var code = 0; code < Math.Pow(Levels / 2 + 1, 4); code++)
            {
                double[] a = [.. Enumerable.Range(0, 4).Select(i => 0.5 + (code / (int)Math.Pow(Levels / 2 + 1, i) % (Levels / 2 + 1) / (double)Levels))];
                if (a.Zip(a.Skip(1)).All(pair => pair.First <= pair.Second))
                    best = Math.Min(best, Loss(a));
            }

            Assert.True(Loss(fit.Values) <= best + 1e-12);
            Assert.True(fit.Values.Zip(fit.Values.Skip(1)).All(pair => pair.First <= pair.Second) && fit.Values.All(value => value is >= 0.5 and <= 1));

            double Loss(IReadOnlyList<double> a) => a.Zip(y, (value, wanted) => (value - wanted) * (value - wanted)).Sum();
        }
    }

    [Fact]
    public void Alpha_rises_with_the_margin_even_where_many_margins_are_equal()
    {
        var random = new RandomStream(8);
        double[] margins = [.. Enumerable.Range(0, 500).Select(_ => Math.Min(1, Math.Round(1.5 * random.NextDouble(), 2)))];
        bool[] hits = [.. margins.Select(margin => random.NextChance(0.3 + (0.6 * margin)))];
        double[] queries = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        var alpha = AlphaEstimation.Isotonic(margins, hits, queries, 0.5);
        Assert.True(alpha.Zip(alpha.Skip(1)).All(pair => pair.First <= pair.Second));
        Assert.InRange(alpha[^1], 0.8, 0.95); // a third of the margins is 1, where the teacher is right nine times in ten
    }

    private static double[][] Points(double[] values) => [.. values.Select(value => new[] { value })];
}
