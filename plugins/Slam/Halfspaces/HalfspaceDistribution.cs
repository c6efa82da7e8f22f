using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.Slam;

/// <summary>Examples x in the unit ball that a halfspace w* separates with a margin, |w*·x| ≥ γ.</summary>
internal abstract class HalfspaceDistribution
{
    /// <summary>w*, of norm 1.</summary>
    public abstract IReadOnlyList<double> Truth { get; }

    /// <summary>γ.</summary>
    public abstract double Margin { get; }

    /// <summary>Draws an example.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="x">Takes it.</param>
    /// <returns>Its true label, 0 or 1.</returns>
    public abstract int Draw(RandomStream random, Span<double> x);

    /// <summary>The exact share of examples that a halfspace gets wrong; w·x = 0 is wrong.</summary>
    /// <param name="w">The halfspace.</param>
    public abstract double Error(ReadOnlySpan<double> w);

    /// <summary>The distribution of some options.</summary>
    public static HalfspaceDistribution Of(HalfspacesOptions options, long seed) => options.Distribution == HalfspaceDistributionKind.Coordinates
        ? new CoordinateDistribution(options.Dimension, seed)
        : new AdversarialDistribution(options.Margin);
}

/// <summary>x = s·e_i with i and s drawn alike; w* = (±1, …, ±1)/√d with signs drawn once.</summary>
internal sealed class CoordinateDistribution : HalfspaceDistribution
{
    private readonly double[] _truth;

    public CoordinateDistribution(int dimension, long seed)
    {
        var random = new RandomStream(Seeds.Derive(seed, "halfspace truth"));
        Margin = 1 / Math.Sqrt(dimension);
        _truth = [.. Enumerable.Range(0, dimension).Select(_ => random.NextChance(0.5) ? Margin : -Margin)];
    }

    public override IReadOnlyList<double> Truth => _truth;

    public override double Margin { get; }

    public override int Draw(RandomStream random, Span<double> x)
    {
        var (place, sign) = (random.NextInt(x.Length), random.NextChance(0.5) ? 1 : -1);
        x.Clear();
        x[place] = sign;
        return sign * _truth[place] > 0 ? 1 : 0;
    }

    public override double Error(ReadOnlySpan<double> w)
    {
        var wrong = 0;
        for (var i = 0; i < w.Length; i++)
            wrong += w[i] * _truth[i] <= 0 ? 1 : 0;
        return wrong / (double)w.Length;
    }
}

/// <summary>
/// Positive points (1, 0) and (γ, 5γ) with probability ¼ each and (γ, −γ) with ½, each under a random sign; w* = (1, 0). The two weak points pull a convex loss towards (0, 1) or away from it, and under noise the
/// expected logistic loss is least at a w that gets the last point wrong.
/// </summary>
internal sealed class AdversarialDistribution(double margin) : HalfspaceDistribution
{
    private readonly (double X, double Y, double Weight)[] _points = [(1, 0, 0.25), (margin, 5 * margin, 0.25), (margin, -margin, 0.5)];

    public override IReadOnlyList<double> Truth { get; } = [1, 0];

    public override double Margin => margin;

    public override int Draw(RandomStream random, Span<double> x)
    {
        var (place, sign) = (random.NextDouble(), random.NextChance(0.5) ? 1 : -1);
        var (first, second, _) = _points[place < 0.25 ? 0 : place < 0.5 ? 1 : 2];
        (x[0], x[1]) = (sign * first, sign * second);
        return sign > 0 ? 1 : 0;
    }

    public override double Error(ReadOnlySpan<double> w)
    {
        var error = 0.0;
        foreach (var (x, y, weight) in _points)
            error += (w[0] * x) + (w[1] * y) <= 0 ? weight : 0;
        return error;
    }
}
