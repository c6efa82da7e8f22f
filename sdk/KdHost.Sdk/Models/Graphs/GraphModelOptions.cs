using System.ComponentModel.DataAnnotations;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>Size and regularisation of a graph network, as a group of options of a method.</summary>
public sealed record GraphModelOptions
{
    /// <summary>Width of the hidden layers; of each head in an attention network.</summary>
    [Range(1, 65_536)]
    public int Hidden { get; init; } = 64;

    /// <summary>Number of layers.</summary>
    [Range(1, 64)]
    public int Layers { get; init; } = 2;

    /// <summary>Share of the hidden units that are dropped in training.</summary>
    [Range(0, 0.999)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>Share of the input features that are dropped in training.</summary>
    [Range(0, 0.999)]
    public double InputDropout { get; init; }

    /// <summary>Attention heads of the hidden layers, concatenated.</summary>
    [Range(1, 1024)]
    public int Heads { get; init; } = 8;

    /// <summary>Attention heads of the last layer, averaged.</summary>
    [Range(1, 1024)]
    public int OutputHeads { get; init; } = 1;

    /// <summary>Share of the attention weights, or of the edges in APPNP, that are dropped in training.</summary>
    [Range(0, 0.999)]
    public double EdgeDropout { get; init; }

    /// <summary>Whether attention layers add their input.</summary>
    public bool Residual { get; init; }

    /// <summary>What stands between the layers; automatic is ELU in attention networks and ReLU in the others. APPNP always has ReLU.</summary>
    public GraphActivation Activation { get; init; }

    /// <summary>Layers of the perceptron in each layer of GIN: 2 as in its paper, or 1, a linear map.</summary>
    [Range(1, 2)]
    public int PerceptronLayers { get; init; } = 2;

    /// <summary>How GraphSAGE and GIN gather the neighbours; automatic is the mean in GraphSAGE and the sum in GIN.</summary>
    public NeighbourAggregation Aggregation { get; init; }

    /// <summary>K: steps of propagation in APPNP.</summary>
    [Range(1, 1000)]
    public int Steps { get; init; } = 10;

    /// <summary>α: probability of a return to the start in APPNP.</summary>
    [Range(0, 1)]
    public double Teleport { get; init; } = 0.1;

    /// <summary>ε: extra weight of the node itself in GIN.</summary>
    [Range(-1, 10)]
    public double Epsilon { get; init; }
}

/// <summary>What stands between the layers of a graph network.</summary>
public enum GraphActivation
{
    /// <summary>What the model's paper uses.</summary>
    Automatic,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x above 0, eˣ − 1 below.</summary>
    Elu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>How messages of the neighbours become one.</summary>
public enum NeighbourAggregation
{
    /// <summary>What the model's paper uses.</summary>
    Automatic,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The mean of neighbours and node itself.</summary>
    Gcn,

    /// <summary>The largest value of each channel; 0 without neighbours.</summary>
    Max,
}
