using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>Where the teacher's parameters θ come from.</summary>
public sealed record TeacherRecipe
{
    /// <summary>Kind of teacher (code: SGD checkpoints, and L-BFGS on CIFAR-10 features).</summary>
    public TeacherKind Kind { get; init; } = TeacherKind.Lbfgs;

    /// <summary>Most iterations of L-BFGS (code: 2000, with another implementation).</summary>
    [Range(1, 100_000)]
    public int Iterations { get; init; } = 300;

    /// <summary>Weight decay of the teacher's own training; null for the student's.</summary>
    [Range(0, 10)]
    public double? WeightDecay { get; init; }

    /// <summary>Learning rate of an SGD teacher; null for the student's.</summary>
    [Range(1e-9, 100)]
    public double? LearningRate { get; init; }

    /// <summary>Learning rate at the end; null for a constant one.</summary>
    [Range(1e-9, 100)]
    public double? FinalLearningRate { get; init; }

    /// <summary>Last epochs that run at the final learning rate; 0 lets the rate fall geometrically over all epochs.</summary>
    [Range(0, 100_000)]
    public int FinalEpochs { get; init; }

    /// <summary>Epochs of an SGD teacher, or those after which a student's snapshot is taken.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Batch size of an SGD teacher; null for the student's.</summary>
    [Range(1, 1_000_000)]
    public int? BatchSize { get; init; }

    /// <summary>Seed of a teacher that is trained or drawn; the same for all trials.</summary>
    public long Seed { get; init; }

    /// <summary>Standard deviation of the weights of a random teacher.</summary>
    [Range(0, 1e3)]
    public double Scale { get; init; } = 0.1;

    /// <summary>Whether the teacher obeys the student's mask (code: it stays dense).</summary>
    public bool Masked { get; init; }

    /// <summary>Weights of a <see cref="TeacherKind.Checkpoint"/> teacher: a name under weights/ of the data root, or a path.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Architecture of the teacher where <c>network</c> names the student's; null for the same. Another one needs the loss form.</summary>
    [ModelName]
    public string? Network { get; init; }
}
