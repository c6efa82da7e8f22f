using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// Graph isomorphism network: <c>h′_i = MLP((1 + ε) h_i + Σ_j h_j)</c> with a perceptron of one or two layers, and ReLU between the layers. K. Xu, W. Hu, J. Leskovec, S. Jegelka,
/// "How powerful are graph neural networks?", ICLR 2019. Parameter names are those of PyTorch Geometric: <c>convs.i.nn.lins.0</c>, <c>convs.i.nn.lins.1</c>.
/// </summary>
public sealed class Gin : NodeClassifier
{
    private readonly ModuleList<GinLayer> convs = [];
    private readonly GraphModelOptions _options;

    /// <summary>Makes the network.</summary>
    /// <param name="features">f.</param>
    /// <param name="classes">K.</param>
    /// <param name="options">Width, layers, dropout, ε and aggregation (the sum when automatic).</param>
    public Gin(int features, int classes, GraphModelOptions options)
        : base(nameof(Gin))
    {
        _options = options;
        for (var layer = 0; layer < options.Layers; layer++)
            convs.Add(new GinLayer(layer == 0 ? features : options.Hidden, options.Hidden, layer == options.Layers - 1 ? classes : options.Hidden, options));
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

    [GraphModel("gin", "graph isomorphism network", Parameters = 100_551)]
    internal static NodeClassifier Create(int features, int classes, GraphModelOptions options) => new Gin(features, classes, options);
}

/// <summary>One layer: a linear map, the gathering, and with a perceptron of two layers ReLU and a second linear map. The first map is linear, so it may come before the sum.</summary>
internal sealed class GinLayer : Module
{
    private readonly GinPerceptron nn;
    private readonly double _epsilon;
    private readonly NeighbourAggregation _aggregation;

    public GinLayer(int inputs, int hidden, int outputs, GraphModelOptions options)
        : base(nameof(GinLayer))
    {
        (_epsilon, _aggregation) = (options.Epsilon, options.Aggregation);
        nn = new GinPerceptron(inputs, hidden, outputs, options.PerceptronLayers);
        RegisterComponents();
    }

    public Tensor Gather(GraphTensors graph, Tensor? hidden, double inputDropout, Generator? generator)
    {
        using var scope = NewDisposeScope();
        var first = nn.First;
        var projected = hidden is null ? graph.Project(first.weight!, inputDropout, generator) : hidden.mm(first.weight!.t());
        var sums = _aggregation switch
        {
            NeighbourAggregation.Mean => graph.SumOverNeighbours(projected) / graph.Degrees(projected.dtype).clamp_min(1),
            NeighbourAggregation.Max => Segments.Max(projected.index_select(0, graph.Sources), graph.Targets, graph.Nodes, ifEmpty: 0),
            _ => graph.SumOverNeighbours(projected),
        };
        var gathered = ((1 + _epsilon) * projected) + sums + first.bias!;
        return (nn.Second is { } second ? second.call(gathered.relu()) : gathered).MoveToOuterDisposeScope();
    }
}

/// <summary>The perceptron of a layer.</summary>
internal sealed class GinPerceptron : Module
{
    private readonly ModuleList<Linear> lins = [];

    public GinPerceptron(int inputs, int hidden, int outputs, int layers)
        : base(nameof(GinPerceptron))
    {
        lins.Add(torch.nn.Linear(inputs, layers == 1 ? outputs : hidden));
        if (layers == 2)
            lins.Add(torch.nn.Linear(hidden, outputs));
        RegisterComponents();
    }

    public Linear First => lins[0];

    public Linear? Second => lins.Count > 1 ? lins[1] : null;
}
