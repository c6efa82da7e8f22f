using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Models.Graphs;

namespace KdHost.Plugins.CautiousPseudoLabels;

/// <summary>Options of link prediction. Defaults are those of the authors' script for GAE.</summary>
public sealed record LinkOptions
{
    /// <summary>Base model of links.</summary>
    public LinkModelKind Model { get; init; } = LinkModelKind.Gae;

    /// <summary>Share of the edges to train on. Code: 0.1.</summary>
    [Range(1e-6, 1)]
    public double TrainFraction { get; init; } = 0.1;

    /// <summary>Share of the edges to choose on; the rest is for testing. Code: 0.4.</summary>
    [Range(1e-6, 1)]
    public double ValidationFraction { get; init; } = 0.4;

    /// <summary>Width of the autoencoder's hidden layer. Code: 32.</summary>
    [Range(1, 65_536)]
    public int Hidden { get; init; } = 32;

    /// <summary>Length of a node's vector. Code: 32, behind node2vec 16.</summary>
    [Range(1, 65_536)]
    public int Width { get; init; } = 32;

    /// <summary>Share of the input that the autoencoder drops in training. Code: 0.9.</summary>
    [Range(0, 0.999)]
    public double InputDropout { get; init; } = 0.9;

    /// <summary>Whether every epoch has the same negatives and the same dropout mask. Code: true, as the script seeds before each loss; false is the sane choice elsewhere.</summary>
    public bool FixedNoise { get; init; } = true;

    /// <summary>What negatives must not be. Code: any true edge, held-out ones too, a mild leak.</summary>
    public NegativeBan NegativeBan { get; init; } = NegativeBan.AllEdges;

    /// <summary>Loss of pairs, Eq. (15). Code: cross-entropy.</summary>
    public LinkLoss Loss { get; init; } = LinkLoss.CrossEntropy;

    /// <summary>Epochs between evaluations. Code: 1.</summary>
    [Range(1, 100_000)]
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>How θ falls when too few candidates exceed it. Code: in-round (GAE), after-empty (its CiteSeer script), after-short (node2vec).</summary>
    public Annealing Annealing { get; init; } = Annealing.InRound;

    /// <summary>How much θ falls. Code: 0.005 (GAE), 0.01 (node2vec), twice that for node2vec on CiteSeer.</summary>
    [Range(0, 1)]
    public double ThresholdStep { get; init; } = 0.005;

    /// <summary>θ below which it falls no more. Code: 0.5, or 0.8 in the CiteSeer script.</summary>
    [Range(0, 1)]
    public double ThresholdFloor { get; init; } = 0.5;

    /// <summary>Rounds in a row that find too few before θ falls, where it falls between rounds. Code: 2 after empty rounds, 1 after short ones.</summary>
    [Range(1, 1000)]
    public int AnnealAfter { get; init; } = 2;

    /// <summary>Nodes above which scores are taken in blocks of rows, so that no n × n matrix is in memory.</summary>
    [Range(1, 1_000_000)]
    public int BlockRows { get; init; } = 1024;

    /// <summary>Embedding of the base model node2vec.</summary>
    public Node2VecOptions Node2vec { get; init; } = new();

    /// <summary>The base model SEAL.</summary>
    public SealOptions Seal { get; init; } = new();
}

/// <summary>Base models of links.</summary>
public enum LinkModelKind
{
    /// <summary>Graph autoencoder on the features, Eqs. (13) to (15).</summary>
    Gae,

    /// <summary>node2vec's vectors, then a graph autoencoder on them.</summary>
    Node2vec,

    /// <summary>A classifier of enclosing subgraphs.</summary>
    Seal,
}

/// <summary>What negatives must not be.</summary>
public enum NegativeBan
{
    /// <summary>Any true edge, validation and test edges included, as in the authors' code.</summary>
    AllEdges,

    /// <summary>A training edge.</summary>
    TrainingEdges,
}

/// <summary>Loss of pairs, Eq. (15).</summary>
public enum LinkLoss
{
    /// <summary>Cross-entropy of the sigmoid.</summary>
    CrossEntropy,

    /// <summary>Hinge with margins 2 and 1.</summary>
    Hinge,
}

/// <summary>How θ falls when too few candidates exceed it.</summary>
public enum Annealing
{
    /// <summary>It never does.</summary>
    None,

    /// <summary>Within a round, until k exceed it or it is below its floor.</summary>
    InRound,

    /// <summary>After some rounds in a row that found none; at the floor the trial ends.</summary>
    AfterEmpty,

    /// <summary>After some rounds in a row that found fewer than k; at the floor the trial ends.</summary>
    AfterShort,
}

/// <summary>Options of SEAL (M. Zhang, Y. Chen, NeurIPS 2018). Defaults are those of the authors' code.</summary>
public sealed record SealOptions
{
    /// <summary>Steps from the two ends that a subgraph reaches. Code: 1.</summary>
    [Range(1, 3)]
    public int Hops { get; init; } = 1;

    /// <summary>Width of its graph convolutions. Code: 32.</summary>
    [Range(1, 4096)]
    public int Hidden { get; init; } = 32;

    /// <summary>Number of its graph convolutions, beside the last one with a single channel. Code: 3.</summary>
    [Range(1, 16)]
    public int Layers { get; init; } = 3;

    /// <summary>Share of the training subgraphs that are not larger than the sorted pool, at least 10. Code: 0.6.</summary>
    [Range(0, 1)]
    public double PoolQuantile { get; init; } = 0.6;

    /// <summary>Dropout before the last layer. Code: 0.5.</summary>
    [Range(0, 0.999)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>Subgraphs a step. Code: 32.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Share of the validation pairs that is looked at. Code: 0.2.</summary>
    [Range(0.001, 1)]
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Share of the test pairs that is looked at; 1 for all.</summary>
    [Range(0.001, 1)]
    public double TestShare { get; init; } = 1;
}
