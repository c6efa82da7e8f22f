using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>Edges in three parts, with as many pairs of nodes that are no edges for the two that are scored.</summary>
/// <param name="Training">Edges to learn from; the only ones through which messages may pass.</param>
/// <param name="Validation">Pairs to choose on.</param>
/// <param name="Test">Pairs to report on.</param>
public sealed record LinkSplit(TrainingLinks Training, ValidationLinks Validation, TestLinks Test)
{
    /// <summary>A random split; what is left over is for testing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="training">Share of the training edges.</param>
    /// <param name="validation">Share of the validation edges.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static LinkSplit Random(Graph graph, double training, double validation, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(training + validation, 1);
        var random = new RandomStream(Seeds.Derive(seed, "link split"));
        (int, int)[] edges = [.. random.Permutation(graph.Edges.Count).Select(index => graph.Edges[index])];
        var (first, second) = ((int)Math.Round(training * edges.Length), (int)Math.Round((training + validation) * edges.Length));
        var taken = graph.Edges.ToHashSet();
        if (taken.Count + edges.Length - first > (long)graph.Nodes * (graph.Nodes - 1) / 2)
            throw new ArgumentException("the graph has too few pairs without an edge", nameof(graph));
        (int, int)[] Others(int count)
        {
            var pairs = new List<(int, int)>(count);
            while (pairs.Count < count)
            {
                var (a, b) = (random.NextInt(graph.Nodes), random.NextInt(graph.Nodes));
                if (a != b && taken.Add((Math.Min(a, b), Math.Max(a, b))))
                    pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }

            return [.. pairs];
        }

        return new LinkSplit(
            new(edges[..first]),
            new(edges[first..second], Others(second - first)),
            new(edges[second..], Others(edges.Length - second)));
    }
}

/// <summary>Edges to learn from.</summary>
/// <param name="Edges">Each edge once.</param>
public sealed record TrainingLinks(IReadOnlyList<(int Source, int Target)> Edges);

/// <summary>Pairs on which every choice is made.</summary>
/// <param name="Edges">Pairs with an edge.</param>
/// <param name="Others">As many pairs without one.</param>
public sealed record ValidationLinks(IReadOnlyList<(int Source, int Target)> Edges, IReadOnlyList<(int Source, int Target)> Others);

/// <summary>Pairs that are looked at for the report alone.</summary>
/// <param name="Edges">Pairs with an edge.</param>
/// <param name="Others">As many pairs without one.</param>
public sealed record TestLinks(IReadOnlyList<(int Source, int Target)> Edges, IReadOnlyList<(int Source, int Target)> Others);
