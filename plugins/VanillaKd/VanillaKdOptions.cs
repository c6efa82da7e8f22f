using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.VanillaKd;

/// <summary>Hyper-parameters of <see cref="VanillaKdMethod"/>.</summary>
public sealed record VanillaKdOptions
{
    /// <summary>What the student learns from beside the labels: nothing (the baseline under the same recipe), or the teacher's logits.</summary>
    public Distillation Distillation { get; init; } = Distillation.Kd;

    /// <summary>Data set.</summary>
    [DataSetName]
    public string Dataset { get; init; } = "digits";

    /// <summary>Share of the training images that the student sees, stratified by class; a smaller share is part of a larger one.</summary>
    [Range(1e-6, 1)]
    public double TrainFraction { get; init; } = 1;

    /// <summary>Architecture of the student.</summary>
    [ModelName]
    public string Student { get; init; } = "mlp-16";

    /// <summary>The teacher; it learns from all training images.</summary>
    public TeacherOptions Teacher { get; init; } = new();

    /// <summary>w_hard: weight of the cross-entropy to the labels beside a distillation loss; without a teacher that weight is 1.</summary>
    [Range(0, 1e6)]
    public double HardWeight { get; init; } = 1;

    /// <summary>w_soft: weight of the divergence from the teacher.</summary>
    [Range(0, 1e6)]
    public double SoftWeight { get; init; } = 1;

    /// <summary>T: softens both distributions.</summary>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 1;

    /// <summary>Passes over the training images.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>Images a step.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate at the top of the cosine schedule.</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Nesterov momentum.</summary>
    [Range(0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>L2 penalty on all parameters.</summary>
    [Range(0, 10)]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Share of the steps over which the learning rate rises from 0.</summary>
    [Range(0, 0.99)]
    public double Warmup { get; init; }

    /// <summary>The student's training recipe.</summary>
    internal Recipe Recipe => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        Momentum = Momentum,
        WeightDecay = WeightDecay,
        Warmup = Warmup,
    };
}

/// <summary>What a student learns from beside the labels.</summary>
public enum Distillation
{
    /// <summary>Labels only: the baseline under the same recipe.</summary>
    None,

    /// <summary>The teacher's softened class probabilities.</summary>
    Kd,
}
