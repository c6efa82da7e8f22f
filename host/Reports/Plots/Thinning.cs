namespace KdHost.Host.Reports.Plots;

/// <summary>Leaves out points that a plot has no pixels for.</summary>
internal static class Thinning
{
    /// <summary>At most so many points, evenly spread, the first and the last among them.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> points, int most) =>
        points.Count <= most ? points : [.. Enumerable.Range(0, most).Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))])];
}
