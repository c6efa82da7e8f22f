using KdHost.Sdk.Data.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>A graph as the graph networks read it: features, the edges in both directions, and the normalised adjacency.</summary>
public sealed class GraphTensors : IDisposable
{
    private readonly SparseMatrix? _sparse;
    private readonly Tensor? _dense;
    private FeatureNoise? _noise;

    private GraphTensors(long nodes, SparseMatrix? sparse, Tensor? dense, Tensor sources, Tensor targets, double selfLoopWeight, bool isNormalisedBySource = false)
    {
        using var scope = NewDisposeScope();
        (Nodes, _sparse, _dense, SelfLoopWeight) = (nodes, sparse, dense?.alias().DetachFromDisposeScope(), selfLoopWeight);
        (Sources, Targets) = (sources.DetachFromDisposeScope(), targets.DetachFromDisposeScope());
        Adjacency = Normalise(dense?.dtype ?? sparse!.Values.dtype, isNormalisedBySource);
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

    /// <summary>
    /// A graph from a list of directed edges, in which an edge may stand several times and then counts so often; degrees are those of the targets, or of the sources.
    /// Only networks that read <see cref="Adjacency"/> use it as meant.
    /// </summary>
    /// <param name="edges">The directed edges; loops are allowed and come on top of ℓ.</param>
    /// <param name="features">X; null when <paramref name="dense"/> is given.</param>
    /// <param name="dense">X as a dense matrix; null when <paramref name="features"/> is given.</param>
    /// <param name="selfLoopWeight">ℓ, positive.</param>
    /// <param name="isNormalisedBySource">Whether D holds the degrees of the sources.</param>
    public static GraphTensors OfDirected(
        IReadOnlyList<(int Source, int Target)> edges, SparseMatrix? features, Tensor? dense = null, double selfLoopWeight = 1, bool isNormalisedBySource = false)
    {
        using var scope = NewDisposeScope();
        var device = features?.Values.device ?? dense!.device;
        (int Source, int Target)[] sorted = [.. edges.OrderBy(edge => edge.Target).ThenBy(edge => edge.Source)];
        var (sources, targets) = (tensor(Array.ConvertAll(sorted, edge => (long)edge.Source), device: device), tensor(Array.ConvertAll(sorted, edge => (long)edge.Target), device: device));
        return new GraphTensors(features?.Height ?? dense!.shape[0], features, dense, sources, targets, selfLoopWeight, isNormalisedBySource);
    }

    /// <summary>Adds noise, uniform in [0, <paramref name="amplitude"/>), to every entry of the features, zeros too, without making them dense.</summary>
    /// <param name="amplitude">Its upper end.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <returns>This graph.</returns>
    public GraphTensors AddFeatureNoise(double amplitude, long seed)
    {
        _noise = new FeatureNoise(Nodes, FeatureCount, amplitude, seed);
        return this;
    }

    /// <summary>Standard deviation over all entries of the features, with n − 1 in the denominator.</summary>
    public double FeatureDeviation()
    {
        using var scope = NewDisposeScope();
        var values = (_dense ?? _sparse!.Values).to(ScalarType.Float64);
        var (count, sum, squares) = ((double)Nodes * FeatureCount, values.sum().ToDouble(), values.square().sum().ToDouble());
        return Math.Sqrt(Math.Max(0, (squares - (sum * sum / count)) / (count - 1)));
    }

    /// <summary>The product of the features, after dropout, with a matrix: sparse features cost what their entries cost.</summary>
    /// <param name="weight">W <c>[D, f]</c>, as linear layers keep it.</param>
    /// <param name="dropout">Share of the features that are dropped, below 1.</param>
    /// <param name="generator">Draws what is dropped; null for the global one.</param>
    /// <returns><c>X Wᵀ</c> <c>[n, D]</c>.</returns>
    public Tensor Project(Tensor weight, double dropout = 0, Generator? generator = null)
    {
        if (_noise is null)
            return ProjectFeatures(weight, dropout, generator);
        using var scope = NewDisposeScope();
        return (ProjectFeatures(weight, dropout, generator) + _noise.Project(weight)).MoveToOuterDisposeScope();
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

    private Tensor ProjectFeatures(Tensor weight, double dropout, Generator? generator)
    {
        if (_dense is not null)
        {
            using var scope = NewDisposeScope();
            return GraphDropout.Apply(_dense, dropout, true, generator).mm(weight.t()).MoveToOuterDisposeScope();
        }

        using var transposed = weight.t();
        if (dropout <= 0)
            return _sparse!.Multiply(transposed);
        using var dropped = _sparse!.Dropout(dropout, generator);
        return dropped.Multiply(transposed);
    }

    private static (Tensor Sources, Tensor Targets) Directed(IReadOnlyList<(int Source, int Target)> edges, Device device)
    {
        (int Source, int Target)[] both = [.. edges.Concat(edges.Select(edge => (edge.Target, edge.Source))).OrderBy(edge => edge.Item2).ThenBy(edge => edge.Item1)];
        return (tensor(Array.ConvertAll(both, edge => (long)edge.Source), device: device), tensor(Array.ConvertAll(both, edge => (long)edge.Target), device: device));
    }

    private SparseMatrix Normalise(ScalarType type, bool isNormalisedBySource)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var nodes = arange(Nodes, ScalarType.Int64, Sources.device);
        var (rows, columns) = (cat([Targets, nodes]), cat([Sources, nodes]));
        var weights = cat([ones(Sources.shape[0], type, Sources.device), full(Nodes, SelfLoopWeight, type, Sources.device)]);
        var inverse = zeros(Nodes, type, Sources.device).index_add(0, isNormalisedBySource ? columns : rows, weights, 1).rsqrt();
        var order = ((rows * Nodes) + columns).argsort();
        weights = weights * inverse.index_select(0, rows) * inverse.index_select(0, columns);
        return new SparseMatrix(rows.index_select(0, order), columns.index_select(0, order), weights.index_select(0, order), Nodes, Nodes);
    }
}
