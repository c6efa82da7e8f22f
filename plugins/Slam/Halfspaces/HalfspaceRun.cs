using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.Slam;

/// <summary>One run of SGD on fresh noisy examples.</summary>
internal static class HalfspaceRun
{
    private static readonly int[] Leading = [1, 2, 3, 5, 7];

    /// <summary>Sample counts at which errors are taken, rising, up to T.</summary>
    public static int[] EvaluationPoints(int samples, int? every)
    {
        if (every is { } steps)
            return [.. Enumerable.Range(1, samples / steps).Select(index => index * steps)];
        var powers = Enumerable.Range(0, 9).Select(power => (long)Math.Pow(10, power));
        return [.. powers.SelectMany(power => Leading.Select(digit => digit * power)).Where(count => count <= samples).Select(count => (int)count)];
    }

    /// <summary>Runs.</summary>
    /// <param name="distribution">Where examples come from.</param>
    /// <param name="options">Rule, noise and sizes.</param>
    /// <param name="assumedNoise">η as the rule knows it.</param>
    /// <param name="points">Where to evaluate, rising; the run ends at the last.</param>
    /// <param name="random">The stream of examples and flips.</param>
    /// <param name="held">The stream of held-out examples.</param>
    /// <param name="see">Takes the index of a point and the exact errors there: of the last iterate, of the averaged one, and of the best so far by noisy held-out examples.</param>
    public static void Go(
        HalfspaceDistribution distribution, HalfspacesOptions options, double assumedNoise, IReadOnlyList<int> points, RandomStream random, RandomStream held, Action<int, double, double, double> see)
    {
        var dimension = distribution.Truth.Count;
        var (w, average, x) = (new double[dimension], new double[dimension], new double[dimension]);
        for (var i = 0; i < dimension; i++)
            w[i] = -options.StartDistance * distribution.Truth[i];
        var holdOut = Draw(distribution, options, held);
        var (best, bestMisses) = (double.NaN, int.MaxValue);
        for (var (step, next) = (1, 0); next < points.Count; step++)
        {
            var label = NoisyLabel(distribution, options.Noise, random, x);
            HalfspaceUpdate.Step(options.Rule, w, x, label, assumedNoise, options.StepSize, step);
            for (var i = 0; i < dimension; i++)
                average[i] += (w[i] - average[i]) / step;
            if (step != points[next])
                continue;
            var error = distribution.Error(w);
            var misses = holdOut.Count(example => (HalfspaceUpdate.Dot(w, example.X) > 0 ? 1 : 0) != example.Label);
            if (misses < bestMisses)
                (best, bestMisses) = (error, misses);
            see(next++, error, distribution.Error(average), best);
        }
    }

    /// <summary>An example whose label is flipped with probability η.</summary>
    public static int NoisyLabel(HalfspaceDistribution distribution, double noise, RandomStream random, Span<double> x)
    {
        var truth = distribution.Draw(random, x);
        return random.NextChance(noise) ? 1 - truth : truth;
    }

    private static List<(double[] X, int Label)> Draw(HalfspaceDistribution distribution, HalfspacesOptions options, RandomStream random)
    {
        var examples = new List<(double[] X, int Label)>();
        for (var i = 0; i < options.HoldOut; i++)
        {
            var x = new double[distribution.Truth.Count];
            examples.Add((x, NoisyLabel(distribution, options.Noise, random, x)));
        }

        return examples;
    }
}
