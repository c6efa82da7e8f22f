using KdHost.Sdk.Data.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>Some enclosing subgraphs as one graph without edges between them.</summary>
public sealed class SubgraphBatch : IDisposable
{
    private SubgraphBatch(SparseMatrix features, SparseMatrix adjacency, Tensor roles, Tensor graphs, int count, int largest) =>
        (Features, Adjacency, Roles, Graphs, Count, Largest) = (features, adjacency, roles, graphs, count, largest);

    /// <summary>Features of the nodes, <c>[N, f]</c>.</summary>
    public SparseMatrix Features { get; }

    /// <summary>Their adjacency with loops of weight 1, normalised symmetrically.</summary>
    public SparseMatrix Adjacency { get; }

    /// <summary>Role of each node, <c>[N]</c>, int64.</summary>
    public Tensor Roles { get; }

    /// <summary>Subgraph of each node, <c>[N]</c>, int64, ascending.</summary>
    public Tensor Graphs { get; }

    /// <summary>Number of subgraphs.</summary>
    public int Count { get; }

    /// <summary>Nodes of the largest one.</summary>
    public int Largest { get; }

    /// <summary>Joins subgraphs.</summary>
    /// <param name="subgraphs">The subgraphs.</param>
    /// <param name="features">Features of all nodes of the graph.</param>
    /// <param name="device">Where the tensors are.</param>
    public static SubgraphBatch Of(IReadOnlyList<EnclosingSubgraph> subgraphs, SparseRows features, Device device)
    {
        using var scope = NewDisposeScope();
        var offsets = new int[subgraphs.Count];
        for (var i = 1; i < offsets.Length; i++)
            offsets[i] = offsets[i - 1] + subgraphs[i - 1].Nodes.Count;
        (int, int)[] edges = [.. subgraphs.Index().SelectMany(item => item.Item.Edges.Select(edge => (edge.Source + offsets[item.Index], edge.Target + offsets[item.Index])))];
        var rows = SparseRows.Of(features.Columns, subgraphs.SelectMany(subgraph => subgraph.Nodes).Select(features.Row));
        using var graph = GraphTensors.OfDirected(edges, SparseMatrix.Of(rows, device));
        return new SubgraphBatch(
            SparseMatrix.Of(rows, device),
            graph.Adjacency.WithValues(graph.Adjacency.Values),
            tensor(subgraphs.SelectMany(subgraph => subgraph.Roles).Select(role => (long)role).ToArray(), device: device).DetachFromDisposeScope(),
            tensor(subgraphs.Index().SelectMany(item => Enumerable.Repeat((long)item.Index, item.Item.Nodes.Count)).ToArray(), device: device).DetachFromDisposeScope(),
            subgraphs.Count,
            subgraphs.Max(subgraph => subgraph.Nodes.Count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Features.Dispose();
        Adjacency.Dispose();
        Roles.Dispose();
        Graphs.Dispose();
    }
}
