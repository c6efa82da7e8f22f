namespace KdHost.Sdk.Statistics;

/// <summary>A candidate against a baseline under the same seeds.</summary>
/// <param name="Difference">Candidate minus baseline over the pairs.</param>
/// <param name="PValue">Two-sided, of the paired t-test; null below two pairs and where all differences are equal.</param>
/// <param name="SignedRank">Null where fewer than six differences are not zero.</param>
public sealed record PairedComparison(Summary Difference, double? PValue, SignedRankTest? SignedRank)
{
    /// <summary>Compares pairs.</summary>
    /// <param name="baseline">One value a seed.</param>
    /// <param name="candidate">The values of the same seeds in the same order.</param>
    /// <exception cref="ArgumentException">There are more values of one than of the other.</exception>
    public static PairedComparison Of(IReadOnlyList<double> baseline, IReadOnlyList<double> candidate)
    {
        if (baseline.Count != candidate.Count)
            throw new ArgumentException($"pairs are needed; there are {baseline.Count} and {candidate.Count} values", nameof(candidate));
        var differences = Differences.Of(baseline, candidate);
        var summary = Summary.Of(differences);
        return new PairedComparison(summary, PairedT(summary), summary.Mean is null ? null : SignedRankTest.Of(differences));
    }

    /// <summary>What the comparison shows.</summary>
    /// <param name="maximize">Whether larger values are better.</param>
    public Verdict Judge(bool maximize) => Verdict.Of(Difference, maximize);

    private static double? PairedT(Summary difference)
    {
        if (difference is not { Mean: { } mean, StandardDeviation: > 0 and { } deviation })
            return null;
        var t = mean / (deviation / Math.Sqrt(difference.Count));
        return StudentDistribution.TwoSided(t, difference.Count - 1);
    }
}
