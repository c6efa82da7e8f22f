using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>The normal distribution, or the part of it inside an interval.</summary>
public sealed record Normal : Distribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="mean">Mean, inside the interval.</param>
    /// <param name="standardDeviation">Standard deviation before anything is cut off, above 0.</param>
    /// <param name="low">Values below are cut off.</param>
    /// <param name="high">Values above are cut off.</param>
    /// <exception cref="ArgumentException">A number is not finite, the deviation is not positive, or the mean is outside of the interval.</exception>
    public Normal(double mean, double standardDeviation, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(standardDeviation) || standardDeviation <= 0)
            throw new ArgumentException("a mean, and a standard deviation above 0");
        if (!(low <= mean && mean <= high && low < high))
            throw new ArgumentException("a mean between low and high");
        (Mean, StandardDeviation, Low, High) = (mean, standardDeviation, low, high);
    }

    /// <summary>Mean before anything is cut off.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation before anything is cut off.</summary>
    public double StandardDeviation { get; }

    /// <summary>Values below are cut off.</summary>
    public double Low { get; }

    /// <summary>Values above are cut off.</summary>
    public double High { get; }

    /// <inheritdoc/>
    public override JsonNode? Sample(RandomStream random)
    {
        // By rejection: from the normal distribution, or from the uniform one when the interval is narrow; either way most draws are kept.
        var isNarrow = High - Low < 2 * StandardDeviation;
        while (true)
        {
            var value = isNarrow ? Low + (random.NextDouble() * (High - Low)) : Mean + (StandardDeviation * Gaussian(random));
            var distance = (value - Mean) / StandardDeviation;
            if (value >= Low && value <= High && (!isNarrow || random.NextDouble() < Math.Exp(-distance * distance / 2)))
                return value;
        }
    }

    // G. Box, M. Muller, "A note on the generation of random normal deviates", 1958.
    private static double Gaussian(RandomStream random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
