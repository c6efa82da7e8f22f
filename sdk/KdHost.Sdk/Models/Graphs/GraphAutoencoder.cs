using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// Graph autoencoder for link prediction: two graph convolutions give each node a vector z, a pair scores <c>z_i · z_j</c>. T. Kipf, M. Welling, "Variational graph
/// auto-encoders", 2016, without the variational part. Parameter names: <c>convs.i.lin.weight</c>, <c>convs.i.bias</c>.
/// </summary>
public sealed class GraphAutoencoder : Module<GraphTensors, Tensor>
{
    private readonly TorchSharp.Modules.ModuleList<GcnLayer> convs = [];
    private readonly double _inputDropout;

    /// <summary>Draws what dropout drops in training; null for libtorch's global generator.</summary>
    public Generator? Generator { get; set; }

    /// <summary>Makes the network.</summary>
    /// <param name="features">f.</param>
    /// <param name="hidden">Width of the hidden layer.</param>
    /// <param name="width">D, length of a node's vector.</param>
    /// <param name="inputDropout">Share of the features that are dropped in training.</param>
    public GraphAutoencoder(int features, int hidden = 32, int width = 16, double inputDropout = 0)
        : base(nameof(GraphAutoencoder))
    {
        _inputDropout = inputDropout;
        convs.Add(new GcnLayer(features, hidden));
        convs.Add(new GcnLayer(hidden, width));
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
                init.zeros_(parameter);
            else
                init.xavier_uniform_(parameter);
        }
    }

    /// <summary>The vectors of the nodes.</summary>
    /// <param name="graph">The graph; messages pass through its edges alone.</param>
    /// <returns><c>[n, D]</c>.</returns>
    public override Tensor forward(GraphTensors graph)
    {
        using var scope = NewDisposeScope();
        var hidden = convs[0].Convolve(graph, null, training ? _inputDropout : 0, Generator).relu();
        return convs[1].Convolve(graph, hidden, 0, null).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of some pairs; their sigmoids are probabilities of an edge.</summary>
    /// <param name="vectors">What the network gave, <c>[n, D]</c>.</param>
    /// <param name="sources">One end of each pair, <c>[P]</c>, int64.</param>
    /// <param name="targets">The other end.</param>
    /// <returns><c>[P]</c>.</returns>
    public static Tensor Scores(Tensor vectors, Tensor sources, Tensor targets)
    {
        using var scope = NewDisposeScope();
        return (vectors.index_select(0, sources) * vectors.index_select(0, targets)).sum(1).MoveToOuterDisposeScope();
    }
}
