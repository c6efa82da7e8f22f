using System.ComponentModel.DataAnnotations;
using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>Hyper-parameters of <see cref="PartialVarianceReductionMethod"/>; "code" in a comment is the authors' repository IST-DASLab/KDVR.</summary>
public sealed record PartialVarianceReductionOptions
{
    /// <summary>Which iteration: KD with a fixed teacher (the paper's), or a baseline.</summary>
    public Iteration Iteration { get; init; } = Iteration.Kd;

    /// <summary>How the teacher enters the gradient (code: <c>standard</c> is loss, <c>modified</c> is gradient; modified is its default).</summary>
    public DistillationForm Distillation { get; init; } = DistillationForm.Gradient;

    /// <summary>λ: a number, <c>"auto:strong"</c>, <c>"auto:pl"</c>, <c>"auto:unbiased"</c>, <c>"auto:quadratic"</c>, or a list of them that run stacked on the same sample order (code: 0.7 in all scripts).</summary>
    public LambdaSetting Lambda { get; init; } = LambdaSetting.Of(0.7);

    /// <summary>How λ changes from epoch to epoch (code: gradient form only).</summary>
    public LambdaSchedule LambdaSchedule { get; init; }

    /// <summary>An increasing λ stops once it is above this (code: 0.9; its linear MNIST script 1.0).</summary>
    [Range(0, 10)]
    public double LambdaMax { get; init; } = 0.9;

    /// <summary>Whether λ∇f(θ) is added back, which removes the bias (code: <c>teacher_full_grad</c>).</summary>
    public bool Unbiased { get; init; }

    /// <summary>T of the loss form; the theory needs 1 (code: 1).</summary>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 1;

    /// <summary>The loss of a sample: softmax cross-entropy (the paper's experiments), or squared error against the one-hot label (Eq. E5).</summary>
    public SampleLoss Loss { get; init; }

    /// <summary>γ, constant (code: 0.05 in the linear scripts, 0.01 for networks).</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>B (code: 10 in the run scripts; its parsers' own default is 64).</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 10;

    /// <summary>Heavy-ball momentum; the theory needs 0 (code: 0 in the run scripts).</summary>
    [Range(0, 0.9999)]
    public double Momentum { get; init; }

    /// <summary>w: weight decay of the student (code: 0 for linear models, 1e-4 for networks).</summary>
    [Range(0, 10)]
    public double WeightDecay { get; init; }

    /// <summary>The teacher's part of the decay in its gradient, Eq. (E6); equal to <see cref="WeightDecay"/> for an exact study (code: none).</summary>
    [Range(0, 10)]
    public double TeacherWeightDecay { get; init; }

    /// <summary>Whether biases decay as well (code: yes for networks, no for linear models, whose decay is 0 there).</summary>
    public bool DecayBias { get; init; } = true;

    /// <summary>Passes over the training images (code: 100 for linear models, 50 for networks).</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>Sample orders that run stacked in one trial beside each other, each as if it were a seed.</summary>
    [Range(1, 64)]
    public int Replicates { get; init; } = 1;

    /// <summary>First epoch, counted from 1, that begins with a snapshot of the student as its teacher (code: 2).</summary>
    [Range(1, 100_000)]
    public int SnapshotStart { get; init; } = 2;

    /// <summary>Epochs from one snapshot to the next; parts of an epoch are allowed (code: 2).</summary>
    [Range(0.001, 100_000)]
    public double SnapshotEvery { get; init; } = 2;

    /// <summary>L-SVRG's chance of a snapshot at each step; null for B/N, one an epoch on average (Kovalev, Horváth, Richtárik, 2020).</summary>
    [Range(1e-9, 1)]
    public double? SnapshotProbability { get; init; }

    /// <summary>The teacher.</summary>
    public TeacherRecipe Teacher { get; init; } = new();

    /// <summary>Whether a network's teacher starts from the student's own initial weights, as the code's fixed seed makes it, or from its own.</summary>
    public TeacherInit TeacherInit { get; init; }

    /// <summary>What happens to the iterate after each step (code: the two masks).</summary>
    public CompressionKind Compression { get; init; }

    /// <summary>Share of the weights that a mask sets to 0 (code: 0.5).</summary>
    [Range(0, 0.9999)]
    public double Sparsity { get; init; } = 0.5;

    /// <summary>k of rand-k and top-k: entries of a tensor that stay; null for half of them.</summary>
    [Range(1, 100_000_000)]
    public int? Keep { get; init; }

    /// <summary>s: levels of the stochastic quantisation.</summary>
    [Range(1, 1_000_000_000)]
    public int Levels { get; init; } = 4096;

    /// <summary>Whether the weight at a mask's threshold stays; the code's comparison is strict.</summary>
    public MaskRule MaskRule { get; init; }

    /// <summary>Seed of a random mask, the same for all trials so that their optimum is the same.</summary>
    public long MaskSeed { get; init; }

    /// <summary>Data set.</summary>
    [DataSetName]
    public string Dataset { get; init; } = "mnist";

    /// <summary>Prepared features of a data set instead of the pixels of <see cref="Dataset"/>; null for pixels.</summary>
    [DataSetName(Source = typeof(FeatureSource))]
    public string? Features { get; init; }

    /// <summary>Whether 2x2 squares of pixels are averaged, 28 to 14.</summary>
    public bool Pooling { get; init; }

    /// <summary>Share of the training images that is used, stratified by class.</summary>
    [Range(1e-6, 1)]
    public double TrainFraction { get; init; } = 1;

    /// <summary>Share of the training images kept apart; 0 is the code's <c>--full</c>.</summary>
    [Range(0, 0.9)]
    public double ValidationFraction { get; init; }

    /// <summary>Layers of the network; 1 is the linear study, 2 the paper's network (code: 784-100-10).</summary>
    [Range(1, 8)]
    public int Depth { get; init; } = 1;

    /// <summary>Width of each hidden layer (code: 100).</summary>
    [Range(1, 65_536)]
    public int Hidden { get; init; } = 100;

    /// <summary>Activation of the hidden layers; identity is a deep linear network (code: sigmoid or ReLU).</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether layers have biases (code: yes).</summary>
    public bool Bias { get; init; } = true;

    /// <summary>An architecture of the model catalogue instead of <see cref="Depth"/> layers; null for those.</summary>
    [ModelName]
    public string? Network { get; init; }

    /// <summary>Evaluations of the whole training set an epoch.</summary>
    [Range(1, 1000)]
    public int EvaluationsPerEpoch { get; init; } = 1;

    /// <summary>The plateau is the mean over the evaluations of this last part of the epochs.</summary>
    [Range(0.001, 1)]
    public double PlateauFraction { get; init; } = 0.5;

    /// <summary>Steps between two measurements of the cosine of Eq. (E9) in networks; 0 for none (code: each step).</summary>
    [Range(0, 1_000_000_000)]
    public int MeasureEvery { get; init; } = 500;

    /// <summary>Minibatches behind a measured gradient variance where there is no closed form; 0 for none.</summary>
    [Range(0, 1_000_000)]
    public int MomentBatches { get; init; } = 200;
}
