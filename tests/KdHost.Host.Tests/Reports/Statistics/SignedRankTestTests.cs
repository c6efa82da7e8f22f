using CsCheck;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class SignedRankTestTests
{
    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Six_differences_that_are_not_zero_are_needed(int count, bool defined) =>
        Assert.Equal(defined, SignedRankTest.Of([0, 0, .. Enumerable.Range(1, count).Select(i => (double)i)]) is not null);

    [Fact]
    public void The_p_value_equals_a_count_over_all_sign_patterns() => Gen.Int[-5, 5].Where(i => i != 0).Array[6, 10].Sample(differences =>
    {
        var test = SignedRankTest.Of([.. differences.Select(i => (double)i)])!;
        var ranks = differences.Select(i => MidRank(differences, i)).ToArray();
        var patterns = Enumerable.Range(0, 1 << ranks.Length).Select(pattern => ranks.Where((_, i) => (pattern >> i & 1) == 1).Sum());
        var share = patterns.Count(sum => sum <= test.RankSum) / (double)(1 << ranks.Length);
        Near.Equal(Math.Min(1, 2 * share), test.PValue);
        Assert.Equal(Math.Min(ranks.Where((_, i) => differences[i] > 0).Sum(), ranks.Where((_, i) => differences[i] < 0).Sum()), test.RankSum);
    });

    [Fact]
    public void Seeds_too_many_for_a_list_of_all_patterns_are_no_trouble()
    {
        var test = SignedRankTest.Of([.. Enumerable.Range(1, 200).Select(i => i % 2 == 0 ? i : -(double)i)])!;
        Assert.InRange(test.PValue, 0.9, 1);
    }

    private static double MidRank(int[] all, int one) =>
        all.Count(other => Math.Abs(other) < Math.Abs(one)) + ((all.Count(other => Math.Abs(other) == Math.Abs(one)) + 1) / 2.0);
}
