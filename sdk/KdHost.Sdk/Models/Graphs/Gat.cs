using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// Graph attention network: <c>h′_i = Σ_j α_ij W h_j + b</c> over neighbours and node itself, <c>α_ij = softmax_j LeakyReLU(a_s · W h_j + a_t · W h_i)</c>; ELU between the layers.
/// P. Veličković et al., "Graph attention networks", ICLR 2018. Parameter names are those of PyTorch Geometric.
/// </summary>
public sealed class Gat : NodeClassifier
{
    private readonly ModuleList<GatLayer> convs = [];
    private readonly GraphModelOptions _options;

    /// <summary>Makes the network.</summary>
    /// <param name="features">f.</param>
    /// <param name="classes">K.</param>
    /// <param name="options">Width of a head, heads, layers, dropout.</param>
    public Gat(int features, int classes, GraphModelOptions options)
        : base(nameof(Gat))
    {
        _options = options;
        var inputs = features;
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var isLast = layer == options.Layers - 1;
            convs.Add(new GatLayer(inputs, isLast ? classes : options.Hidden, isLast ? options.OutputHeads : options.Heads, isConcatenated: !isLast, options.Residual));
            inputs = options.Hidden * options.Heads;
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(GraphTensors graph)
    {
        using var scope = NewDisposeScope();
        Tensor? hidden = null;
        foreach (var (index, layer) in convs.Index())
        {
            hidden = layer.Attend(graph, hidden, training ? _options.InputDropout : 0, training ? _options.EdgeDropout : 0, Generator);
            if (index < convs.Count - 1)
                hidden = GraphDropout.Apply(Activations.Apply(hidden, _options.Activation, GraphActivation.Elu), _options.Dropout, training, Generator);
        }

        return hidden!.MoveToOuterDisposeScope();
    }

    [GraphModel("gat", "graph attention network, 8 heads", Parameters = 738_837)]
    internal static NodeClassifier Create(int features, int classes, GraphModelOptions options) => new Gat(features, classes, options);
}

/// <summary>One attention layer.</summary>
internal sealed class GatLayer : Module
{
    private const double NegativeSlope = 0.2;

    private readonly Linear lin;
    private readonly Linear? res;
    private readonly Parameter att_src, att_dst, bias;
    private readonly int _heads, _width;
    private readonly bool _isConcatenated;

    public GatLayer(int inputs, int width, int heads, bool isConcatenated, bool residual)
        : base(nameof(GatLayer))
    {
        (_heads, _width, _isConcatenated) = (heads, width, isConcatenated);
        var outputs = isConcatenated ? heads * width : width;
        lin = Linear(inputs, heads * width, hasBias: false);
        res = residual ? Linear(inputs, outputs, hasBias: false) : null;
        att_src = Parameter(init.xavier_uniform_(empty(1, heads, width)));
        att_dst = Parameter(init.xavier_uniform_(empty(1, heads, width)));
        bias = Parameter(zeros(outputs));
        init.xavier_uniform_(lin.weight!);
        RegisterComponents();
    }

    public Tensor Attend(GraphTensors graph, Tensor? hidden, double inputDropout, double edgeDropout, Generator? generator)
    {
        using var scope = NewDisposeScope();
        var nodes = arange(graph.Nodes, ScalarType.Int64, graph.Sources.device);
        var (sources, targets) = (cat([graph.Sources, nodes]), cat([graph.Targets, nodes]));
        var values = GraphLinear.Apply(lin, graph, hidden, inputDropout, generator).view(-1, _heads, _width);
        var (from, to) = ((values * att_src).sum(-1), (values * att_dst).sum(-1)); // [n, heads]
        var scores = functional.leaky_relu(from.index_select(0, sources) + to.index_select(0, targets), NegativeSlope);
        var weights = EdgeSoftmax(scores, targets, graph.Nodes);
        if (edgeDropout > 0)
            weights = GraphDropout.Apply(weights, edgeDropout, true, generator);
        var sums = zeros_like(values).index_add(0, targets, values.index_select(0, sources) * weights.unsqueeze(-1), 1);
        var output = (_isConcatenated ? sums.flatten(1) : sums.mean([1])) + bias;
        if (res is not null)
            output += GraphLinear.Apply(res, graph, hidden, 0, null);
        return output.MoveToOuterDisposeScope();
    }

    // A constant of each target cancels in its softmax: the largest score keeps the exponentials in range.
    private static Tensor EdgeSoftmax(Tensor scores, Tensor targets, long nodes)
    {
        using var largest = Segments.Max(scores.detach(), targets, nodes, ifEmpty: 0);
        var exponentials = (scores - largest.index_select(0, targets)).exp();
        var sums = zeros([nodes, scores.shape[1]], scores.dtype, scores.device).index_add(0, targets, exponentials, 1);
        return exponentials / sums.index_select(0, targets);
    }
}
