using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>Nodes in three parts that never overlap.</summary>
/// <param name="Training">Nodes to learn from.</param>
/// <param name="Validation">Nodes to choose on.</param>
/// <param name="Test">Nodes to report on.</param>
public sealed record NodeSplit(TrainingNodes Training, ValidationNodes Validation, TestNodes Test)
{
    /// <summary>A random split of the labelled nodes, not stratified; what is left over is for testing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="training">Share of the training nodes.</param>
    /// <param name="validation">Share of the validation nodes.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static NodeSplit Random(Graph graph, double training, double validation, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(training + validation, 1);
        var order = new RandomStream(Seeds.Derive(seed, "node split")).Permutation(graph.Nodes).Where(node => !graph.Unlabelled.Contains(node)).ToArray();
        var (first, second) = ((int)Math.Round(training * order.Length), (int)Math.Round((training + validation) * order.Length));
        return new NodeSplit(new(Sorted(order[..first])), new(Sorted(order[first..second])), new(Sorted(order[second..])));
    }

    /// <summary>The same split with fewer training nodes: up to a number of each class, drawn by seed; fewer are part of more.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="perClass">Training nodes a class, at least 1.</param>
    /// <param name="seed">The seed of the draw.</param>
    public NodeSplit WithTrainingPerClass(Graph graph, int perClass, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        var nodes = Training.Nodes;
        var kept = new RandomStream(Seeds.Derive(seed, "training nodes")).Permutation(nodes.Count)
            .Select(position => nodes[position])
            .GroupBy(node => graph.Labels[node])
            .SelectMany(group => group.Take(perClass));
        return this with { Training = new(Sorted([.. kept])) };
    }

    private static int[] Sorted(int[] nodes) => [.. nodes.Order()];
}

/// <summary>Nodes to learn from.</summary>
/// <param name="Nodes">Their numbers, ascending.</param>
public sealed record TrainingNodes(IReadOnlyList<int> Nodes);

/// <summary>Nodes on which every choice is made.</summary>
/// <param name="Nodes">Their numbers, ascending.</param>
public sealed record ValidationNodes(IReadOnlyList<int> Nodes);

/// <summary>Nodes that are looked at for the report alone.</summary>
/// <param name="Nodes">Their numbers, ascending.</param>
public sealed record TestNodes(IReadOnlyList<int> Nodes);
