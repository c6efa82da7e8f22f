namespace KdHost.Sdk.Training;

/// <summary>How well scores rank positives above negatives, in double precision.</summary>
public static class RankingMetrics
{
    /// <summary>Area under the receiver operating characteristic: the share of pairs of a positive and a negative that are in order, ties counting one half.</summary>
    /// <param name="positives">Scores of the positives.</param>
    /// <param name="negatives">Scores of the negatives.</param>
    public static double AreaUnderCurve(IReadOnlyCollection<float> positives, IReadOnlyCollection<float> negatives)
    {
        var (rank, ranks) = (0L, 0.0);
        foreach (var group in Groups(positives, negatives).Reverse())
        {
            ranks += group.Positives * (rank + ((1 + group.Positives + group.Negatives) / 2.0));
            rank += group.Positives + group.Negatives;
        }

        double p = positives.Count, n = negatives.Count;
        return (ranks - (p * (p + 1) / 2)) / (p * n);
    }

    /// <summary>Average precision: the sum over thresholds of precision times the gain in recall, without interpolation.</summary>
    /// <param name="positives">Scores of the positives.</param>
    /// <param name="negatives">Scores of the negatives.</param>
    public static double AveragePrecision(IReadOnlyCollection<float> positives, IReadOnlyCollection<float> negatives)
    {
        var (found, seen, sum) = (0L, 0L, 0.0);
        foreach (var group in Groups(positives, negatives))
        {
            found += group.Positives;
            seen += group.Positives + group.Negatives;
            sum += group.Positives * (found / (double)seen);
        }

        return sum / positives.Count;
    }

    // Equal scores are one threshold; the highest comes first.
    private static IEnumerable<(long Positives, long Negatives)> Groups(IEnumerable<float> positives, IEnumerable<float> negatives) =>
        positives.Select(score => (Score: score, IsPositive: true)).Concat(negatives.Select(score => (Score: score, IsPositive: false)))
            .GroupBy(item => item.Score)
            .OrderByDescending(group => group.Key)
            .Select(group => (group.LongCount(item => item.IsPositive), group.LongCount(item => !item.IsPositive)));
}
