namespace KdHost.Sdk.Statistics;

/// <summary>Wilcoxon's signed-rank test, exact over all sign patterns, with mid-ranks where differences are tied.</summary>
/// <param name="NonZero">How many differences are not zero; zeros are dropped.</param>
/// <param name="RankSum">W, the smaller of the two rank sums.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record SignedRankTest(int NonZero, double RankSum, double PValue)
{
    // With five, even five wins of five have p = 0.0625: a test that can't show anything.
    private const int Fewest = 6;

    /// <summary>Tests whether differences are symmetric about zero.</summary>
    /// <param name="differences">One a pair.</param>
    /// <returns>Null where fewer than six differences are not zero.</returns>
    public static SignedRankTest? Of(IReadOnlyList<double> differences)
    {
        var sorted = differences.Where(difference => difference != 0).OrderBy(Math.Abs).ToList();
        if (sorted.Count < Fewest)
            return null;
        var ranks = DoubledRanks(sorted);
        var positive = sorted.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        var smaller = Math.Min(positive, ranks.Sum() - positive);
        return new SignedRankTest(sorted.Count, smaller / 2.0, Math.Min(1, 2 * ProbabilityUpTo(smaller, ranks)));
    }

    // Mid-ranks are halves; doubled they are whole numbers that can index an array.
    private static List<int> DoubledRanks(List<double> sorted)
    {
        var ranks = new List<int>(sorted.Count);
        while (ranks.Count < sorted.Count)
        {
            var size = Math.Abs(sorted[ranks.Count]);
            var tied = sorted.Skip(ranks.Count).TakeWhile(difference => Math.Abs(difference) == size).Count();
            ranks.AddRange(Enumerable.Repeat((2 * ranks.Count) + tied + 1, tied));
        }

        return ranks;
    }

    // Each rank joins the sum or not with probability one half: the distribution grows rank by rank instead of over 2ⁿ patterns.
    private static double ProbabilityUpTo(int limit, IEnumerable<int> ranks)
    {
        var probability = new double[limit + 1];
        probability[0] = 1;
        foreach (var rank in ranks)
        {
            for (var sum = limit; sum >= 0; sum--)
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
        }

        return probability.Sum();
    }
}
