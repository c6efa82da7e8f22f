using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>All numbers of an interval alike.</summary>
public sealed record Uniform : Distribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <exception cref="ArgumentException">An end is not finite, or the lower one is not below the upper one.</exception>
    public Uniform(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low >= high)
            throw new ArgumentException("two finite numbers, the lower one first");
        (Low, High) = (low, high);
    }

    /// <summary>Lower end.</summary>
    public double Low { get; }

    /// <summary>Upper end.</summary>
    public double High { get; }

    /// <inheritdoc/>
    public override JsonNode? Sample(RandomStream random) => Math.Clamp(Low + (random.NextDouble() * (High - Low)), Low, High);
}
