using KdHost.Sdk.Statistics;

namespace KdHost.Plugins.Slam;

/// <summary>α(x), the probability that the teacher's first choice is right, from validation images that the teacher has not seen.</summary>
public static class AlphaEstimation
{
    /// <summary>Eq. (8): isotonic regression of the hits on the margins, with values in [lb, 1], linear between the margins of V.</summary>
    /// <param name="margins">Margins on V.</param>
    /// <param name="hits">Whether the teacher is right on V.</param>
    /// <param name="queries">Margins of other images.</param>
    /// <param name="lowerBound">lb.</param>
    /// <returns>α of each query.</returns>
    public static double[] Isotonic(IReadOnlyList<double> margins, IReadOnlyList<bool> hits, IReadOnlyList<double> queries, double lowerBound)
    {
        var fit = IsotonicRegression.Fit(margins, [.. hits.Select(hit => hit ? 1.0 : 0.0)], lowerBound, 1);
        return [.. queries.Select(fit.At)];
    }

    /// <summary>Eq. (9): the share of hits among the κ nearest images of V, at least lb.</summary>
    /// <param name="points">What neighbours are found by, on V: the margin, or a vector of features.</param>
    /// <param name="hits">Whether the teacher is right on V.</param>
    /// <param name="queries">The same of other images.</param>
    /// <param name="neighbours">κ; null for ½√|V|.</param>
    /// <param name="lowerBound">lb.</param>
    /// <returns>α of each query.</returns>
    public static double[] NearestNeighbours(IReadOnlyList<double[]> points, IReadOnlyList<bool> hits, IReadOnlyList<double[]> queries, int? neighbours, double lowerBound)
    {
        var nearest = new NearestNeighbours(points, neighbours ?? Sdk.Statistics.NearestNeighbours.UsualCount(points.Count));
        return [.. queries.AsParallel().AsOrdered().Select(query => Math.Max(lowerBound, nearest.Of(query).Average(index => hits[index] ? 1.0 : 0.0)))];
    }
}
