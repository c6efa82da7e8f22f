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

    /// <summary>A number in [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end.</param>
    public double NextUniform(double minimum, double maximum) => minimum + ((maximum - minimum) * NextDouble());

    /// <summary>True with a given probability.</summary>
    /// <param name="probability">In [0, 1].</param>
    public bool NextChance(double probability) => NextDouble() < probability;

    /// <summary>A number from the standard normal distribution (G. Box, M. Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>A number from the symmetric beta distribution, for small <paramref name="alpha"/> too: in logarithms, nothing underflows.</summary>
    /// <param name="alpha">Both parameters of the distribution, positive.</param>
    /// <returns>A number in [0, 1].</returns>
    public double NextBeta(double alpha) => 1 / (1 + Math.Exp(NextLogGamma(alpha) - NextLogGamma(alpha)));

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

    // G. Marsaglia, W. Tsang, "A simple method for generating gamma variables", 2000; below 1 by G(a) = G(a + 1) U^(1/a).
    private double NextLogGamma(double shape)
    {
        if (shape < 1)
            return NextLogGamma(shape + 1) + (Math.Log(1 - NextDouble()) / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return Math.Log(d * v);
        }
    }
}
