namespace KdHost.Sdk.Randomness;

/// <summary>
/// A stream of random numbers in managed code, the same on every platform and version:
/// SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
/// <param name="seed">Any number; different seeds give unrelated streams.</param>
public sealed class RandomStream(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    /// <param name="bound">Positive.</param>
    public int NextInt(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>A random order of 0 … <paramref name="count"/> − 1 (Fisher–Yates).</summary>
    /// <param name="count">How many.</param>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = NextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }
}
