namespace KdHost.Sdk.Statistics;

/// <summary>
/// The non-decreasing function nearest to some points in the sense of least squares, by pooling adjacent violators (M. Ayer et al., 1955; R. Barlow et al., "Statistical inference under
/// order restrictions", 1972). O(n log n).
/// </summary>
public sealed class IsotonicRegression
{
    private readonly double[] _x, _y;

    private IsotonicRegression(double[] x, double[] y) => (_x, _y) = (x, y);

    /// <summary>The distinct positions, rising.</summary>
    public IReadOnlyList<double> Positions => _x;

    /// <summary>The fitted values at <see cref="Positions"/>, non-decreasing.</summary>
    public IReadOnlyList<double> Values => _y;

    /// <summary>Fits <c>min Σ (y_i − a(x_i))²</c> over non-decreasing a with values in [lower, upper].</summary>
    /// <param name="x">Positions, at least one; points at the same position are pooled first.</param>
    /// <param name="y">Values.</param>
    /// <param name="lower">Smallest value of the fit. Clipping the free solution is the bounded optimum.</param>
    /// <param name="upper">Largest value of the fit.</param>
    /// <exception cref="ArgumentException">There are no points, or not one value a position.</exception>
    public static IsotonicRegression Fit(IReadOnlyList<double> x, IReadOnlyList<double> y, double lower = double.NegativeInfinity, double upper = double.PositiveInfinity)
    {
        if (x.Count == 0 || x.Count != y.Count)
            throw new ArgumentException($"{x.Count} positions and {y.Count} values: one value a position is needed, and at least one", nameof(x));
        var ties = x.Zip(y).GroupBy(point => point.First).OrderBy(group => group.Key).ToList();
        var blocks = new Stack<(double Mean, int Weight, int Positions)>();
        foreach (var tie in ties)
        {
            var block = (Mean: tie.Average(point => point.Second), Weight: tie.Count(), Positions: 1);
            while (blocks.TryPeek(out var previous) && previous.Mean >= block.Mean)
            {
                blocks.Pop();
                var weight = previous.Weight + block.Weight;
                block = (((previous.Mean * previous.Weight) + (block.Mean * block.Weight)) / weight, weight, previous.Positions + block.Positions);
            }

            blocks.Push(block);
        }

        return new IsotonicRegression(
            [.. ties.Select(tie => tie.Key)],
            [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(Math.Clamp(block.Mean, lower, upper), block.Positions))]);
    }

    /// <summary>The fit at any position: linear between neighbouring positions, constant outside.</summary>
    /// <param name="x">The position.</param>
    public double At(double x)
    {
        var place = Array.BinarySearch(_x, x);
        if (place >= 0)
            return _y[place];
        var next = ~place;
        if (next == 0)
            return _y[0];
        if (next == _x.Length)
            return _y[^1];
        var share = (x - _x[next - 1]) / (_x[next] - _x[next - 1]);
        return _y[next - 1] + (share * (_y[next] - _y[next - 1]));
    }
}
