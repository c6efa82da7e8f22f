using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.Slam;

/// <summary>
/// Hyper-parameters of <see cref="SlamMethod"/>. "Paper" means that the text of the paper says so; "recalled" that it is known from memory of the paper; "ours" that the paper's value is unknown.
/// </summary>
public sealed record SlamOptions
{
    /// <summary>What the student learns from (paper, section 4: the compared methods).</summary>
    public Distillation Distillation { get; init; } = Distillation.Slam;

    /// <summary>Data set.</summary>
    [DataSetName]
    public string Dataset { get; init; } = "digits";

    /// <summary>Side of the blocks of pixels that are averaged to make images smaller; 1 for images as they are.</summary>
    [Range(1, 64)]
    public int Pooling { get; init; } = 1;

    /// <summary>n_A: number of labelled images that the teacher learns from.</summary>
    [Range(1, 10_000_000)]
    public int Labelled { get; init; } = 100;

    /// <summary>|V|: number of labelled images held out for α, k and every choice (paper: "e.g. 500").</summary>
    [Range(50, 10_000_000)]
    public int ValidationSize { get; init; } = 500;

    /// <summary>Where V is taken from (paper: from the pool beside A).</summary>
    public ValidationOrigin ValidationFrom { get; init; } = ValidationOrigin.Pool;

    /// <summary>|U|: number of unlabelled images; null for all that are left.</summary>
    [Range(1, 100_000_000)]
    public int? Unlabelled { get; init; }

    /// <summary>Whether the student learns from V too; its labels serve choices only by default (ours).</summary>
    public bool TrainOnValidation { get; init; }

    /// <summary>What a teacher's label is in the loss (paper: both).</summary>
    public TeacherLabels Labels { get; init; } = TeacherLabels.Soft;

    /// <summary>Where the pseudo-labels come from.</summary>
    public LabelSource LabelSource { get; init; } = LabelSource.Teacher;

    /// <summary>The drawn labels of <see cref="Slam.LabelSource.Controlled"/>.</summary>
    public ControlledOptions Controlled { get; init; } = new();

    /// <summary>How α(x) is found (paper: isotonic regression).</summary>
    public AlphaEstimator AlphaEstimator { get; init; } = AlphaEstimator.Isotonic;

    /// <summary>lb: smallest α (recalled that there is one and that it is tuned; the value is ours: below ½ Eq. (4) reverses the pull towards the top classes).</summary>
    [Range(0, 0.999)]
    public double AlphaLowerBound { get; init; } = 0.5;

    /// <summary>The α of <see cref="AlphaEstimator.Constant"/>.</summary>
    [Range(0, 1)]
    public double ConstantAlpha { get; init; } = 1;

    /// <summary>κ: neighbours of Eq. (9) and Eq. (15); null for ½√|V| (recalled).</summary>
    [Range(1, 100_000)]
    public int? Neighbours { get; init; }

    /// <summary>How k(x) is found (recalled).</summary>
    public KMode KMode { get; init; } = KMode.GlobalThreshold;

    /// <summary>The k of <see cref="KMode.Fixed"/>; at most the number of classes counts.</summary>
    [Range(2, 100_000)]
    public int FixedK { get; init; } = 5;

    /// <summary>t: top-k accuracy on V that k must reach (ours).</summary>
    [Range(0.01, 1)]
    public double TopKThreshold { get; init; } = 0.9;

    /// <summary>Largest k that <see cref="KMode.Isotonic"/> looks at (ours).</summary>
    [Range(2, 1000)]
    public int MaxK { get; init; } = 20;

    /// <summary>How the mass of a wrong teacher is spread (paper, Remark B.1: not divided).</summary>
    public MixNormalization MixNormalization { get; init; } = MixNormalization.None;

    /// <summary>Whether the mixed prediction is divided by its sum, as Keras' cross-entropy on probabilities would do (unknown in the paper; ours: no).</summary>
    public bool Renormalize { get; init; }

    /// <summary>ε: floor of a mixed prediction before its logarithm (ours).</summary>
    [Range(1e-12, 0.01)]
    public double LogFloor { get; init; } = 1e-7;

    /// <summary>T of Eq. (12) (recalled).</summary>
    [Range(1, 20)]
    public int TaylorOrder { get; init; } = 2;

    /// <summary>Weight of Eq. (14) (code: HobbitLong/RepDistiller).</summary>
    [Range(0, 1000)]
    public double VidWeight { get; init; } = 1;

    /// <summary>Pairs of stages that Eq. (14) compares, counted from the last (unknown in the paper; ours).</summary>
    [Range(1, 16)]
    public int VidPairs { get; init; } = 2;

    /// <summary>Selection of Eq. (13).</summary>
    public UpsOptions Ups { get; init; } = new();

    /// <summary>Weights of Eq. (15).</summary>
    public WeightedOptions Weighted { get; init; } = new();

    /// <summary>The teacher.</summary>
    public SlamTeacherOptions Teacher { get; init; } = new();

    /// <summary>Architecture of the student (paper: MobileNet for CIFAR, ResNet-18 for ImageNet).</summary>
    [ModelName]
    public string Student { get; init; } = "cnn-16-32-fc64";

    /// <summary>Passes over A and U (recalled: 200 for CIFAR).</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>Images a step (unknown in the paper; ours).</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Whether images that don't fill the last batch of an epoch are left out of it (ours).</summary>
    public bool DropIncomplete { get; init; }

    /// <summary>Learning rate of Adam at its top (recalled: 1e-3).</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay (unknown in the paper; ours: none).</summary>
    [Range(0, 10)]
    public double WeightDecay { get; init; }

    /// <summary>The learning rate over the training, of teacher and student.</summary>
    public LearningSchedule Schedule { get; init; } = LearningSchedule.Cosine;

    /// <summary>How the student's images are varied (recalled: flips and shifts); pseudo-labels are those of the images as they are.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>The student's recipe.</summary>
    internal Recipe Recipe => SlamRecipe.Of(Epochs, BatchSize, LearningRate, WeightDecay, Schedule, DropIncomplete);

    /// <summary>The teacher's recipe.</summary>
    internal Recipe TeacherRecipe => SlamRecipe.Of(Teacher.Epochs, Teacher.BatchSize, Teacher.LearningRate, weightDecay: 0, Schedule, dropsIncomplete: false);

    /// <summary>How the teacher's images are varied.</summary>
    internal AugmentationOptions TeacherAugmentation => Teacher.Augmented ? Augmentation : new();
}
