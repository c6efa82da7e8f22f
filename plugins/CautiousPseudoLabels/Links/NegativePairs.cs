using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>Negatives for training: ordered pairs, uniform over those that are not banned.</summary>
internal static class NegativePairs
{
    /// <summary>The ban list of the options: true edges or training edges, and the training pairs with the pseudo links among them.</summary>
    public static HashSet<long> Ban(LinkData data, IReadOnlyList<long> pairs, NegativeBan ban) =>
        ban == NegativeBan.AllEdges ? [.. data.Edges, .. pairs] : [.. data.Training, .. pairs];

    /// <summary>Draws pairs, with replacement.</summary>
    public static long[] Draw(int nodes, int count, IReadOnlySet<long> ban, RandomStream random)
    {
        var drawn = new long[count];
        for (var i = 0; i < count;)
        {
            var (source, target) = (random.NextInt(nodes), random.NextInt(nodes));
            var pair = ((long)source * nodes) + target;
            if (source != target && !ban.Contains(pair))
                drawn[i++] = pair;
        }

        return drawn;
    }
}
