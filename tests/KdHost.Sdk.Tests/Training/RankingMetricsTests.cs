using KdHost.Sdk.Training;

namespace KdHost.Sdk.Tests.Training;

public sealed class RankingMetricsTests
{
    [Fact]
    public void Areas_and_precisions_are_those_of_hand_counted_rankings()
    {
        Assert.Equal(1, RankingMetrics.AreaUnderCurve([0.9f, 0.8f], [0.1f, 0.2f]));
        Assert.Equal(0.5, RankingMetrics.AreaUnderCurve([0.5f, 0.5f], [0.5f, 0.5f, 0.5f]));
        Assert.Equal(0.75, RankingMetrics.AreaUnderCurve([0.9f, 0.3f], [0.5f, 0.1f]));
        Assert.Equal((1 + (2.0 / 3)) / 2, RankingMetrics.AveragePrecision([0.9f, 0.3f], [0.5f, 0.1f]), 1e-12);
        Assert.Equal(0.4, RankingMetrics.AveragePrecision([0.5f, 0.5f], [0.5f, 0.5f, 0.5f]), 1e-12);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order_on_random_scores()
    {
        var random = new KdHost.Sdk.Randomness.RandomStream(3);
        float[] positives = [.. Enumerable.Range(0, 60).Select(_ => random.NextInt(20) / 20f)], negatives = [.. Enumerable.Range(0, 70).Select(_ => random.NextInt(15) / 20f)];
        var share = positives.SelectMany(_ => negatives, (p, n) => p > n ? 1 : p == n ? 0.5 : 0).Average();
        Assert.Equal(share, RankingMetrics.AreaUnderCurve(positives, negatives), 1e-12);
    }
}
