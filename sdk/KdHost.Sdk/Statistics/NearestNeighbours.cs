namespace KdHost.Sdk.Statistics;

/// <summary>The nearest of some points by Euclidean distance, found by looking at all: for up to some ten thousand points.</summary>
/// <param name="points">The points, all of one dimension.</param>
/// <param name="count">κ: how many neighbours, cut to the number of points.</param>
public sealed class NearestNeighbours(IReadOnlyList<double[]> points, int count)
{
    private readonly int _count = Math.Min(count, points.Count);

    /// <summary>The usual number of neighbours among n points: ½√n, rounded, at least 1.</summary>
    /// <param name="points">n.</param>
    public static int UsualCount(int points) => Math.Max(1, (int)Math.Round(0.5 * Math.Sqrt(points), MidpointRounding.AwayFromZero));

    /// <summary>Indices of the neighbours of a query, nearest first; of points equally far, the lower index first.</summary>
    /// <param name="query">The query.</param>
    public int[] Of(ReadOnlySpan<double> query)
    {
        var (nearest, distances, found) = (new int[_count], new double[_count], 0);
        for (var index = 0; index < points.Count; index++)
        {
            var distance = SquaredDistance(points[index], query);
            if (found == _count && distance >= distances[found - 1])
                continue;
            var place = found < _count ? found++ : found - 1;
            for (; place > 0 && distances[place - 1] > distance; place--)
                (nearest[place], distances[place]) = (nearest[place - 1], distances[place - 1]);
            (nearest[place], distances[place]) = (index, distance);
        }

        return nearest;
    }

    private static double SquaredDistance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            var difference = one[i] - other[i];
            sum += difference * difference;
        }

        return sum;
    }
}
