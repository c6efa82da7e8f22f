using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.Slam;

/// <summary>The teacher of <see cref="SlamMethod"/>: trained on A alone, seeded by the trial, with the weights of its last epoch.</summary>
public sealed record SlamTeacherOptions
{
    /// <summary>Architecture (paper: MobileNet of twice the width for CIFAR, ResNet-50 for ImageNet).</summary>
    [ModelName]
    public string Model { get; init; } = "cnn-32-64-fc128";

    /// <summary>Passes over A (recalled: 200 for CIFAR).</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 60;

    /// <summary>Images a step (ours).</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Learning rate of Adam at its top (recalled: 1e-3).</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Whether the teacher's images are varied as the student's are.</summary>
    public bool Augmented { get; init; }
}
