using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>Random views of a graph for the classification of nodes, Eq. (5). A view is a function of its seed.</summary>
/// <param name="graph">The graph, with features as the model sees them.</param>
/// <param name="options">Strengths.</param>
/// <param name="device">Where the views are.</param>
internal sealed class NodeViews(Graph graph, CautiousPseudoLabelsOptions options, torch.Device device)
{
    private readonly FeatureViews _features = new(graph.Features, device);

    /// <summary>The graph itself.</summary>
    public GraphTensors Clean() => GraphTensors.Of(graph.Edges, _features.Clean(), options.SelfLoopWeight);

    /// <summary>A view.</summary>
    /// <param name="kind">What changes.</param>
    /// <param name="seed">The seed of the change.</param>
    public GraphTensors Create(ViewKind kind, long seed) => kind switch
    {
        ViewKind.Feature => GraphTensors.Of(graph.Edges, _features.Dropped(options.AugmentationDrop, seed), options.SelfLoopWeight),
        ViewKind.Noise => WithNoise(seed),
        ViewKind.Node => GraphTensors.Of(graph.Edges, _features.WithoutRows(options.NodeDrop, seed), options.SelfLoopWeight),
        ViewKind.Edge when options.EdgeDropForm == EdgeDropForm.Directed => WithoutDirected(seed),
        ViewKind.Edge => WithoutEdges(options.AugmentationDrop, seed),
        ViewKind.Structure => WithoutEdges(options.StructureDrop, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such view"),
    };

    // Each undirected edge is dropped with probability d: the adjacency stays symmetric.
    private GraphTensors WithoutEdges(double share, long seed)
    {
        var random = new RandomStream(seed);
        return GraphTensors.Of([.. graph.Edges.Where(_ => !random.NextChance(share))], _features.Clean(), options.SelfLoopWeight);
    }

    // As in the authors' code: loops that were added to the graph are edges like others, the identity that the layer adds is not.
    private GraphTensors WithoutDirected(long seed)
    {
        var loops = (int)Math.Max(0, Math.Round(options.SelfLoopWeight) - 1);
        (int Source, int Target)[] all =
        [
            .. graph.Edges, .. graph.Edges.Select(edge => (edge.Target, edge.Source)),
            .. Enumerable.Range(0, graph.Nodes).SelectMany(node => Enumerable.Repeat((node, node), loops)),
        ];
        var kept = new RandomStream(seed).Permutation(all.Length).Skip((int)(options.AugmentationDrop * all.Length)).Select(index => all[index]);
        return GraphTensors.OfDirected([.. kept], _features.Clean(), selfLoopWeight: options.SelfLoopWeight - loops, isNormalisedBySource: true);
    }

    // X + N, N uniform in [0, std(X) d / 2).
    private GraphTensors WithNoise(long seed)
    {
        var view = Clean();
        return view.AddFeatureNoise(view.FeatureDeviation() * options.AugmentationDrop / 2, seed);
    }
}
