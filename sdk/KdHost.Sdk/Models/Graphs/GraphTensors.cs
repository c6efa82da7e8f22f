using KdHost.Sdk.Data.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>A graph as the graph networks read it: features, the edges in both directions, and the normalised adjacency.</summary>
public sealed class GraphTensors : IDisposable
{
    private readonly SparseMatrix? _sparse;
    private readonly Tensor? _dense;

    private GraphTensors(long nodes, SparseMatrix? sparse, Tensor? dense, Tensor sources, Tensor targets, double selfLoopWeight)
    {
        using var scope = NewDisposeScope();
        (Nodes, _sparse, _dense, SelfLoopWeight) = (nodes, sparse, dense?.alias().DetachFromDisposeScope(), selfLoopWeight);
        (Sources, Targets) = (sources.DetachFromDisposeScope(), targets.DetachFromDisposeScope());
        Adjacency = Normalise(dense?.dtype ?? sparse!.Values.dtype);
    }

    /// <summary>Number of nodes, n.</summary>
    public long Nodes { get; }

    /// <summary>Number of features, f.</summary>
    public long FeatureCount => _sparse?.Width ?? _dense!.shape[1];

    /// <summary>Node at which each directed edge begins, <c>[2E]</c>, int64; no loops.</summary>
    public Tensor Sources { get; }

    /// <summary>Node at which each directed edge ends, <c>[2E]</c>, int64, ascending.</summary>
    public Tensor Targets { get; }

    /// <summary>ℓ, the weight of the loop at each node in <see cref="Adjacency"/>.</summary>
    public double SelfLoopWeight { get; }

    /// <summary><c>Â = D^(−½) (A + ℓ I) D^(−½)</c> with D the row sums of <c>A + ℓ I</c>.</summary>
    public SparseMatrix Adjacency { get; }

    /// <summary>A graph with its own features and edges.</summary>
    /// <param name="graph">The graph; its features are taken as they are.</param>
    /// <param name="device">Where the tensors are.</param>
    /// <param name="selfLoopWeight">ℓ, positive; 1 in T. Kipf, M. Welling, ICLR 2017.</param>
    /// <param name="type">Type of features and weights.</param>
    public static GraphTensors Of(Graph graph, Device device, double selfLoopWeight = 1, ScalarType type = ScalarType.Float32) =>
        Of(graph.Edges, SparseMatrix.Of(graph.Features, device, type), selfLoopWeight);

    /// <summary>A graph with sparse features.</summary>
    /// <param name="edges">Each undirected edge once.</param>
    /// <param name="features">X <c>[n, f]</c>; becomes this object's and is disposed of with it.</param>
    /// <param name="selfLoopWeight">ℓ, positive.</param>
    public static GraphTensors Of(IReadOnlyList<(int Source, int Target)> edges, SparseMatrix features, double selfLoopWeight = 1)
    {
        using var scope = NewDisposeScope();
        var (sources, targets) = Directed(edges, features.Values.device);
        return new GraphTensors(features.Height, features, null, sources, targets, selfLoopWeight);
    }

    /// <summary>A graph with dense features.</summary>
    /// <param name="edges">Each undirected edge once.</param>
    /// <param name="features">X <c>[n, f]</c>.</param>
    /// <param name="selfLoopWeight">ℓ, positive.</param>
    public static GraphTensors Of(IReadOnlyList<(int Source, int Target)> edges, Tensor features, double selfLoopWeight = 1)
    {
        using var scope = NewDisposeScope();
        var (sources, targets) = Directed(edges, features.device);
        return new GraphTensors(features.shape[0], null, features, sources, targets, selfLoopWeight);
    }

    /// <summary>The product of the features, after dropout, with a matrix: sparse features cost what their entries cost.</summary>
    /// <param name="weight">W <c>[D, f]</c>, as linear layers keep it.</param>
    /// <param name="dropout">Share of the features that are dropped, below 1.</param>
    /// <returns><c>X Wᵀ</c> <c>[n, D]</c>.</returns>
    public Tensor Project(Tensor weight, double dropout = 0)
    {
        if (_dense is not null)
        {
            using var scope = NewDisposeScope();
            return (dropout > 0 ? nn.functional.dropout(_dense, dropout) : _dense).mm(weight.t()).MoveToOuterDisposeScope();
        }

        using var transposed = weight.t();
        if (dropout <= 0)
            return _sparse!.Multiply(transposed);
        using var dropped = _sparse!.Dropout(dropout);
        return dropped.Multiply(transposed);
    }

    /// <summary>Sums over the neighbours of each node.</summary>
    /// <param name="values">One row a node, <c>[n, D]</c>.</param>
    /// <returns><c>[n, D]</c>; zeros where a node has no neighbour.</returns>
    public Tensor SumOverNeighbours(Tensor values)
    {
        using var scope = NewDisposeScope();
        return zeros_like(values).index_add(0, Targets, values.index_select(0, Sources), 1).MoveToOuterDisposeScope();
    }

    /// <summary>Number of neighbours of each node.</summary>
    /// <param name="type">Type of the result.</param>
    /// <returns><c>[n, 1]</c>.</returns>
    public Tensor Degrees(ScalarType type)
    {
        using var scope = NewDisposeScope();
        return Targets.bincount(null, (int)Nodes).to(type).unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sparse?.Dispose();
        _dense?.Dispose();
        Sources.Dispose();
        Targets.Dispose();
        Adjacency.Dispose();
    }

    private static (Tensor Sources, Tensor Targets) Directed(IReadOnlyList<(int Source, int Target)> edges, Device device)
    {
        (int Source, int Target)[] both = [.. edges.Concat(edges.Select(edge => (edge.Target, edge.Source))).OrderBy(edge => edge.Item2).ThenBy(edge => edge.Item1)];
        return (tensor(Array.ConvertAll(both, edge => (long)edge.Source), device: device), tensor(Array.ConvertAll(both, edge => (long)edge.Target), device: device));
    }

    private SparseMatrix Normalise(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var nodes = arange(Nodes, ScalarType.Int64, Sources.device);
        var (rows, columns) = (cat([Targets, nodes]), cat([Sources, nodes]));
        var weights = cat([ones(Sources.shape[0], type, Sources.device), full(Nodes, SelfLoopWeight, type, Sources.device)]);
        var inverse = zeros(Nodes, type, Sources.device).index_add(0, rows, weights, 1).rsqrt();
        var order = ((rows * Nodes) + columns).argsort();
        weights = weights * inverse.index_select(0, rows) * inverse.index_select(0, columns);
        return new SparseMatrix(rows.index_select(0, order), columns.index_select(0, order), weights.index_select(0, order), Nodes, Nodes);
    }
}
