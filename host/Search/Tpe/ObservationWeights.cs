using KdHost.Sdk.Randomness;

namespace KdHost.Host.Search.Tpe;

/// <summary>Weights of observations in the order in which they were made: the newest 25 count fully, older ones less the older they are (Hyperopt, Optuna).</summary>
internal static class ObservationWeights
{
    private const int Full = 25;

    /// <summary>The weights of so many observations, the oldest first.</summary>
    public static double[] Of(int count)
    {
        var ramp = Math.Max(0, count - Full);
        return [.. Enumerable.Range(0, count).Select(i => i >= ramp ? 1 : ramp == 1 ? 1.0 / count : (1.0 / count) + (i * (1 - (1.0 / count)) / (ramp - 1)))];
    }
}

/// <summary>Draws by probability.</summary>
internal static class Draw
{
    /// <summary>An index, each with its probability.</summary>
    /// <param name="probabilities">They add up to one.</param>
    /// <param name="random">Where the randomness comes from.</param>
    public static int Index(double[] probabilities, RandomStream random)
    {
        var left = random.NextDouble();
        for (var i = 0; i < probabilities.Length - 1; i++)
        {
            left -= probabilities[i];
            if (left < 0)
                return i;
        }

        return probabilities.Length - 1;
    }
}
