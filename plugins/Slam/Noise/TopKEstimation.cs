using KdHost.Sdk.Statistics;

namespace KdHost.Plugins.Slam;

/// <summary>Eq. (10): k(x), the number of the teacher's top classes that hold the truth. Never below 2, because Eq. (3) divides by k − 1.</summary>
public static class TopKEstimation
{
    private const int Smallest = 2;

    // Up to here every number of classes is looked at, whatever the largest k.
    private const int FewClasses = 20;

    /// <summary>The share of images whose truth is in the top k.</summary>
    /// <param name="ranks">Place of the truth in the teacher's order, from 0, on V.</param>
    /// <param name="k">k.</param>
    public static double Accuracy(IReadOnlyList<int> ranks, int k) => ranks.Count(rank => rank < k) / (double)ranks.Count;

    /// <summary><see cref="KMode.GlobalThreshold"/>: the smallest k whose top-k accuracy reaches t.</summary>
    /// <param name="ranks">Place of the truth in the teacher's order, from 0, on V.</param>
    /// <param name="classes">C.</param>
    /// <param name="threshold">t.</param>
    public static int Global(IReadOnlyList<int> ranks, int classes, double threshold) =>
        Enumerable.Range(Smallest, classes - Smallest + 1).First(k => k == classes || Accuracy(ranks, k) >= threshold);

    /// <summary><see cref="KMode.Isotonic"/>: for each image the smallest k whose top-k accuracy at its margin reaches t, by isotonic regression with values in [0, 1]; C where none does.</summary>
    /// <param name="margins">Margins on V.</param>
    /// <param name="ranks">Place of the truth in the teacher's order, from 0, on V.</param>
    /// <param name="queries">Margins of other images.</param>
    /// <param name="classes">C.</param>
    /// <param name="threshold">t.</param>
    /// <param name="largest">Largest k that is looked at with more than twenty classes.</param>
    public static int[] Isotonic(IReadOnlyList<double> margins, IReadOnlyList<int> ranks, IReadOnlyList<double> queries, int classes, double threshold, int largest)
    {
        var last = classes > FewClasses ? Math.Min(largest, classes - 1) : classes - 1;
        var fits = Enumerable.Range(Smallest, Math.Max(0, last - Smallest + 1))
            .Select(k => (K: k, Fit: IsotonicRegression.Fit(margins, [.. ranks.Select(rank => rank < k ? 1.0 : 0.0)], 0, 1)))
            .ToList();
        return [.. queries.Select(margin => fits.Where(fit => fit.Fit.At(margin) >= threshold).Select(fit => fit.K).FirstOrDefault(classes))];
    }
}
