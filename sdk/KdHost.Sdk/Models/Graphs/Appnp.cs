using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// Personalised propagation of neural predictions: <c>Z⁰ = MLP(X)</c>, K times <c>Z ← (1 − α) Â Z + α Z⁰</c>. J. Gasteiger, A. Bojchevski, S. Günnemann,
/// "Predict then propagate", ICLR 2019. Parameter names: <c>lin1</c>, <c>lin2</c>.
/// </summary>
public sealed class Appnp : NodeClassifier
{
    private readonly Linear lin1, lin2;
    private readonly GraphModelOptions _options;

    /// <summary>Makes the network.</summary>
    /// <param name="features">f.</param>
    /// <param name="classes">K.</param>
    /// <param name="options">Width, dropout, steps and teleport; it always has two layers.</param>
    public Appnp(int features, int classes, GraphModelOptions options)
        : base(nameof(Appnp))
    {
        _options = options;
        lin1 = Linear(features, options.Hidden);
        lin2 = Linear(options.Hidden, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(GraphTensors graph)
    {
        using var scope = NewDisposeScope();
        var hidden = GraphLinear.Apply(lin1, graph, null, training ? _options.InputDropout : 0, Generator).relu();
        var start = lin2.call(GraphDropout.Apply(hidden, _options.Dropout, training, Generator));
        var values = start;
        for (var step = 0; step < _options.Steps; step++)
            values = ((1 - _options.Teleport) * Propagate(graph, values)) + (_options.Teleport * start);
        return values.MoveToOuterDisposeScope();
    }

    private Tensor Propagate(GraphTensors graph, Tensor values)
    {
        if (!training || _options.EdgeDropout <= 0)
            return graph.Adjacency.Multiply(values);
        using var dropped = graph.Adjacency.Dropout(_options.EdgeDropout, Generator);
        return dropped.Multiply(values);
    }

    [GraphModel("appnp", "personalised propagation of neural predictions", Parameters = 92_231)]
    internal static NodeClassifier Create(int features, int classes, GraphModelOptions options) => new Appnp(features, classes, options);
}
