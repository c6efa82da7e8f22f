using System.ComponentModel.DataAnnotations;

namespace KdHost.Plugins.CautiousPseudoLabels;

/// <summary>Options of M3S (K. Sun, Z. Lin, Z. Zhu, AAAI 2020), as the authors' code has it.</summary>
public sealed record M3sOptions
{
    /// <summary>Number of clusters of K-means on the logits. Code: 200.</summary>
    [Range(1, 100_000)]
    public int Clusters { get; init; } = 200;

    /// <summary>Steps of Lloyd's algorithm, beside a last one. Code: 20.</summary>
    [Range(1, 10_000)]
    public int Steps { get; init; } = 20;
}

/// <summary>Options of DR-GST (H. Liu et al., WWW 2022), as the authors' code has it.</summary>
public sealed record DrGstOptions
{
    /// <summary>Stochastic passes with dropout for the uncertainty. Code: 100.</summary>
    [Range(1, 100_000)]
    public int Passes { get; init; } = 100;

    /// <summary>Steps of Adam on the transition matrix. Code: 200.</summary>
    [Range(0, 100_000)]
    public int TransitionSteps { get; init; } = 200;

    /// <summary>Learning rate of the transition matrix. Code: 0.01.</summary>
    [Range(1e-9, 100)]
    public double TransitionRate { get; init; } = 0.01;
}

/// <summary>Options of CaGCN-st (X. Wang, H. Liu, C. Shi, C. Yang, NeurIPS 2021): our reading of it.</summary>
public sealed record CaGcnOptions
{
    /// <summary>One temperature for each node from a second network, or one for all.</summary>
    public CalibrationKind Calibration { get; init; } = CalibrationKind.PerNode;

    /// <summary>Width of the calibrating network; ours.</summary>
    [Range(1, 4096)]
    public int Hidden { get; init; } = 16;

    /// <summary>Epochs of the calibrating network; ours.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 200;

    /// <summary>Its learning rate; ours.</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Weight of the margin term, which makes right predictions sure and wrong ones unsure; ours.</summary>
    [Range(0, 1000)]
    public double MarginWeight { get; init; } = 0.5;
}

/// <summary>Kinds of calibration.</summary>
public enum CalibrationKind
{
    /// <summary>A graph network gives each node a temperature.</summary>
    PerNode,

    /// <summary>One temperature, fitted on the validation nodes.</summary>
    Global,
}
