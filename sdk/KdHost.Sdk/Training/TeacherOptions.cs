using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Methods;

namespace KdHost.Sdk.Training;

/// <summary>Which teacher to train, and how. All trials with the same teacher options share one teacher.</summary>
public sealed record TeacherOptions
{
    /// <summary>Architecture of the teacher.</summary>
    [ModelName]
    public string Model { get; init; } = "convnet-32-64-64";

    /// <summary>Passes over the training images.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 40;

    /// <summary>Images a step.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate at the top of the cosine schedule.</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>L2 penalty on all parameters.</summary>
    [Range(0, 10)]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Share of the training images that the teacher sees, stratified by class.</summary>
    [Range(1e-6, 1)]
    public double TrainFraction { get; init; } = 1;

    /// <summary>Seed of the teacher's weights and of the order of its images.</summary>
    public long Seed { get; init; }

    /// <summary>Weights of a teacher that is trained already: a name under weights/ of the data root, where kd import puts it, or a path; null trains the teacher.</summary>
    public string? Weights { get; init; }
}
