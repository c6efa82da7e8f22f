using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// GraphSAGE: <c>h′_i = W_l agg_j h_j + b + W_r h_i</c>; with the aggregation <c>gcn</c> the node is among its neighbours, with the graph's loop weight ℓ, and <c>W_r</c> is absent. W. Hamilton, R. Ying, J. Leskovec,
/// "Inductive representation learning on large graphs", NeurIPS 2017. Parameter names are those of PyTorch Geometric: <c>convs.i.lin_l</c>, <c>convs.i.lin_r</c>.
/// </summary>
public sealed class GraphSage : NodeClassifier
{
    private readonly ModuleList<SageLayer> convs = [];
    private readonly GraphModelOptions _options;

    /// <summary>Makes the network.</summary>
    /// <param name="features">f.</param>
    /// <param name="classes">K.</param>
    /// <param name="options">Width, layers, dropout and aggregation (mean when automatic).</param>
    public GraphSage(int features, int classes, GraphModelOptions options)
        : base(nameof(GraphSage))
    {
        _options = options;
        var aggregation = options.Aggregation == NeighbourAggregation.Automatic ? NeighbourAggregation.Mean : options.Aggregation;
        for (var layer = 0; layer < options.Layers; layer++)
            convs.Add(new SageLayer(layer == 0 ? features : options.Hidden, layer == options.Layers - 1 ? classes : options.Hidden, aggregation));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(GraphTensors graph)
    {
        using var scope = NewDisposeScope();
        Tensor? hidden = null;
        foreach (var (index, layer) in convs.Index())
        {
            hidden = layer.Gather(graph, hidden, training ? _options.InputDropout : 0, Generator);
            if (index < convs.Count - 1)
                hidden = GraphDropout.Apply(Activations.Apply(hidden, _options.Activation, GraphActivation.Relu), _options.Dropout, training, Generator);
        }

        return hidden!.MoveToOuterDisposeScope();
    }

    [GraphModel("graphsage", "GraphSAGE with the mean of the neighbours", Parameters = 184_391)]
    internal static NodeClassifier Create(int features, int classes, GraphModelOptions options) => new GraphSage(features, classes, options);
}

/// <summary>One GraphSAGE layer.</summary>
internal sealed class SageLayer : Module
{
    private readonly Linear lin_l;
    private readonly Linear? lin_r;
    private readonly NeighbourAggregation _aggregation;

    public SageLayer(int inputs, int outputs, NeighbourAggregation aggregation)
        : base(nameof(SageLayer))
    {
        _aggregation = aggregation;
        lin_l = Linear(inputs, outputs);
        lin_r = aggregation == NeighbourAggregation.Gcn ? null : Linear(inputs, outputs, hasBias: false);
        RegisterComponents();
    }

    // Sums and means commute with the linear map, which makes narrow rows of wide ones; the largest value does not.
    public Tensor Gather(GraphTensors graph, Tensor? hidden, double inputDropout, Generator? generator)
    {
        using var scope = NewDisposeScope();
        if (_aggregation == NeighbourAggregation.Max)
            throw new NotSupportedException("GraphSAGE gathers by sum, mean or gcn");
        var projected = hidden is null ? graph.Project(lin_l.weight!, inputDropout, generator) : hidden.mm(lin_l.weight!.t());
        var sums = graph.SumOverNeighbours(projected);
        var gathered = _aggregation switch
        {
            NeighbourAggregation.Gcn => (sums + (graph.SelfLoopWeight * projected)) / (graph.Degrees(projected.dtype) + graph.SelfLoopWeight),
            NeighbourAggregation.Mean => sums / graph.Degrees(projected.dtype).clamp_min(1),
            _ => sums,
        };
        var output = gathered + lin_l.bias!;
        if (lin_r is not null)
            output += GraphLinear.Apply(lin_r, graph, hidden, inputDropout, generator);
        return output.MoveToOuterDisposeScope();
    }
}
