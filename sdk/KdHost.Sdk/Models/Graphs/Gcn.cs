using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// Graph convolutional network: <c>H ← Dropout(ReLU(Â H W + b))</c>, the last layer without activation. T. Kipf, M. Welling, "Semi-supervised classification with graph
/// convolutional networks", ICLR 2017. Parameter names are those of PyTorch Geometric: <c>convs.i.lin.weight</c>, <c>convs.i.bias</c>.
/// </summary>
public sealed class Gcn : NodeClassifier
{
    private readonly ModuleList<GcnLayer> convs = [];
    private readonly GraphModelOptions _options;

    /// <summary>Makes the network.</summary>
    /// <param name="features">f.</param>
    /// <param name="classes">K.</param>
    /// <param name="options">Width, layers and dropout.</param>
    public Gcn(int features, int classes, GraphModelOptions options)
        : base(nameof(Gcn))
    {
        _options = options;
        for (var layer = 0; layer < options.Layers; layer++)
            convs.Add(new GcnLayer(layer == 0 ? features : options.Hidden, layer == options.Layers - 1 ? classes : options.Hidden));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(GraphTensors graph)
    {
        using var scope = NewDisposeScope();
        Tensor? hidden = null;
        foreach (var (index, layer) in convs.Index())
        {
            hidden = layer.Convolve(graph, hidden, training ? _options.InputDropout : 0, Generator);
            if (index < convs.Count - 1)
                hidden = GraphDropout.Apply(Activations.Apply(hidden, _options.Activation, GraphActivation.Relu), _options.Dropout, training, Generator);
        }

        return hidden!.MoveToOuterDisposeScope();
    }

    [GraphModel("gcn", "graph convolutional network", Parameters = 92_231)]
    internal static NodeClassifier Create(int features, int classes, GraphModelOptions options) => new Gcn(features, classes, options);
}

/// <summary>One graph convolution: <c>Â H Wᵀ + b</c>.</summary>
internal sealed class GcnLayer : Module
{
    private readonly Linear lin;
    private readonly Parameter bias;

    public GcnLayer(int inputs, int outputs)
        : base(nameof(GcnLayer))
    {
        lin = Linear(inputs, outputs, hasBias: false);
        bias = Parameter(zeros(outputs));
        RegisterComponents();
        GraphLinear.InitialiseByOutput(lin.weight!, bias, outputs);
    }

    public Tensor Convolve(GraphTensors graph, Tensor? hidden, double inputDropout, Generator? generator) =>
        graph.Adjacency.Multiply(GraphLinear.Apply(lin, graph, hidden, inputDropout, generator)).add_(bias);
}
