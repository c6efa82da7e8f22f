using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>Whole numbers, both ends included.</summary>
public sealed record IntegerRange : Distribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="low">Smallest number.</param>
    /// <param name="high">Largest number.</param>
    /// <param name="log">Whether orders of magnitude are alike instead of numbers; then <paramref name="low"/> is above 0.</param>
    /// <exception cref="ArgumentException">The ends are in the wrong order, or not positive for a logarithmic scale.</exception>
    public IntegerRange(long low, long high, bool log = false)
    {
        if (low > high)
            throw new ArgumentException("two whole numbers, the lower one first");
        if (log && low < 1)
            throw new ArgumentException("two whole numbers above 0: the scale is logarithmic");
        (Low, High, Log) = (low, high, log);
    }

    /// <summary>Smallest number.</summary>
    public long Low { get; }

    /// <summary>Largest number.</summary>
    public long High { get; }

    /// <summary>Whether orders of magnitude are alike instead of numbers.</summary>
    public bool Log { get; }

    /// <inheritdoc/>
    public override JsonNode? Sample(RandomStream random)
    {
        if (!Log)
            return unchecked(Low + (long)Math.BigMul(random.NextBits(), (ulong)(High - Low) + 1, out _));

        // Each number owns the stretch from half below to half above it.
        var (low, high) = (Math.Log(Low - 0.5), Math.Log(High + 0.5));
        return Math.Clamp((long)Math.Round(Math.Exp(low + (random.NextDouble() * (high - low)))), Low, High);
    }
}
