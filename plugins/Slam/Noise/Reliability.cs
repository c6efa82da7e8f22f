namespace KdHost.Plugins.Slam;

/// <summary>α against how often the teacher is right, in bins of equally many images.</summary>
/// <param name="Bins">Mean α and accuracy of each bin, from the least trusted.</param>
/// <param name="Error">Mean |α − accuracy| over the bins whose α is above the lower bound; 0 without such bins.</param>
public sealed record Reliability(IReadOnlyList<(double Alpha, double Accuracy)> Bins, double Error)
{
    private const int Count = 10;

    /// <summary>Measures α.</summary>
    /// <param name="alpha">α of each image.</param>
    /// <param name="hits">Whether the teacher is right.</param>
    /// <param name="lowerBound">lb.</param>
    public static Reliability Of(IReadOnlyList<double> alpha, IReadOnlyList<bool> hits, double lowerBound)
    {
        int[] order = [.. Enumerable.Range(0, alpha.Count).OrderBy(image => alpha[image])];
        var bins = order.Chunk(Math.Max(1, (order.Length + Count - 1) / Count))
            .Select(bin => (Alpha: bin.Average(image => alpha[image]), Accuracy: bin.Average(image => hits[image] ? 1.0 : 0.0)))
            .ToList();
        return new Reliability(bins, bins.Where(bin => bin.Alpha > lowerBound + 1e-9).Select(bin => Math.Abs(bin.Alpha - bin.Accuracy)).DefaultIfEmpty(0).Average());
    }
}
