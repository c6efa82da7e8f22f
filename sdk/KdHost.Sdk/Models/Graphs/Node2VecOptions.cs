using System.ComponentModel.DataAnnotations;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>Options of node2vec (A. Grover, J. Leskovec, KDD 2016) with p = q = 1.</summary>
public sealed record Node2VecOptions
{
    /// <summary>Length of a vector.</summary>
    [Range(1, 4096)]
    public int Width { get; init; } = 128;

    /// <summary>Nodes of a walk.</summary>
    [Range(2, 1000)]
    public int WalkLength { get; init; } = 10;

    /// <summary>Nodes of a context.</summary>
    [Range(2, 1000)]
    public int Context { get; init; } = 10;

    /// <summary>Walks from each node an epoch.</summary>
    [Range(1, 1000)]
    public int WalksPerNode { get; init; } = 10;

    /// <summary>Random walks for each true one.</summary>
    [Range(1, 100)]
    public int Negatives { get; init; } = 1;

    /// <summary>Nodes of a batch.</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Learning rate of Adam.</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Passes over the nodes.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 150;
}
