using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>All orders of magnitude of an interval alike: the logarithm is uniform.</summary>
public sealed record LogUniform : Distribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="low">Lower end, above 0.</param>
    /// <param name="high">Upper end.</param>
    /// <exception cref="ArgumentException">An end is not positive and finite, or the lower one is not below the upper one.</exception>
    public LogUniform(double low, double high)
    {
        if (!(low > 0) || !double.IsFinite(high) || low >= high)
            throw new ArgumentException("two numbers above 0, the lower one first");
        (Low, High) = (low, high);
    }

    /// <summary>Lower end.</summary>
    public double Low { get; }

    /// <summary>Upper end.</summary>
    public double High { get; }

    /// <inheritdoc/>
    public override JsonNode? Sample(RandomStream random)
    {
        var (low, high) = (Math.Log(Low), Math.Log(High));
        return Math.Clamp(Math.Exp(low + (random.NextDouble() * (high - low))), Low, High);
    }
}
