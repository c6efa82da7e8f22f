namespace KdHost.Sdk.Statistics;

/// <summary>Differences of pairs, free of the rounding of the values: those that are equal in decimals are equal here.</summary>
public static class Differences
{
    // 75.1 − 75.0 and 75.3 − 75.2 differ in the last bits. Ranks and ties need them equal, and no measurement is this exact.
    private const double RelativeTolerance = 1e-13;

    /// <summary>Candidate minus baseline, pair by pair.</summary>
    public static double[] Of(IReadOnlyList<double> baseline, IReadOnlyList<double> candidate)
    {
        var differences = candidate.Zip(baseline, (c, b) => c - b).ToArray();
        if (!differences.All(double.IsFinite))
            return differences;
        var tolerance = RelativeTolerance * baseline.Concat(candidate).Select(Math.Abs).DefaultIfEmpty().Max();
        var size = 0.0;
        foreach (var i in Enumerable.Range(0, differences.Length).OrderBy(i => Math.Abs(differences[i])).ToList())
        {
            if (Math.Abs(differences[i]) - size > tolerance)
                size = Math.Abs(differences[i]);
            differences[i] = size * Math.Sign(differences[i]);
        }

        return differences;
    }
}
