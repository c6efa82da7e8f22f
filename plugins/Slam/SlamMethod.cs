using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Subsets;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Slam;

/// <summary>
/// <para>
/// V. Kontonis, F. Iliopoulos, K. Trinh, C. Baykal, G. Menghani, E. Vee, "SLaM: Student-Label Mixing for Distillation with Unlabeled Examples", NeurIPS 2023,
/// https://arxiv.org/abs/2302.03806. Equation numbers are those of README.md beside this file.
/// </para>
/// <para>
/// A teacher trained on few labelled images A pseudo-labels many unlabelled ones U. Its labels are noisy: at x its first choice is right with probability α(x), and otherwise the truth is among its top k(x) classes.
/// SLaM passes the student's prediction f through that noise and compares the result with the label, so that a student who knows the truth is not punished where the teacher is wrong:
/// </para>
/// <code>
/// L     = 1/(|A|+|U|) [ Σ_A CE(onehot(y), f) + Σ_U CE(y_s, mix(f; α, k)) ]     (5); with f in place of mix: vanilla distillation (1)
/// mix_i = α f_i + (1−α) (1−f_i) · top(y_s;k)_i                                  (4); divided by k − 1 in the theory (3)
/// α(x)  : isotonic regression of "the teacher is right" on its margin, over V   (8)
/// k(x)  : smallest k ≥ 2 whose top-k accuracy on V reaches t                    (10)
/// </code>
/// <list type="table">
/// <item><term>α</term><description><see cref="SlamOptions.AlphaEstimator"/>, at least <see cref="SlamOptions.AlphaLowerBound"/></description></item>
/// <item><term>k, t</term><description><see cref="SlamOptions.KMode"/>, <see cref="SlamOptions.TopKThreshold"/></description></item>
/// <item><term>|A|, |V|, |U|</term><description><see cref="SlamOptions.Labelled"/>, <see cref="SlamOptions.ValidationSize"/>, <see cref="SlamOptions.Unlabelled"/></description></item>
/// </list>
/// <para>The compared methods are Taylor cross-entropy (12), UPS (13), VID (14) and weighted distillation (15), each with and without mixing (16).</para>
/// </summary>
[Method("slam", Title = "Student-label mixing", Paper = "Kontonis et al., SLaM: Student-Label Mixing for Distillation with Unlabeled Examples, NeurIPS 2023")]
public sealed class SlamMethod : Method<SlamOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<SlamOptions> trial) =>
        Distil(trial, ImageData.Load(trial.Options.Dataset, trial.Data, validationSize: 0).Pooled(trial.Options.Pooling));

    /// <inheritdoc/>
    protected override IEnumerable<Fault> Check(SlamOptions options) => SlamChecks.Of(options);

    /// <summary>The pipeline on given data.</summary>
    /// <param name="trial">Options, seed, device and doors.</param>
    /// <param name="data">The data set, with all official training images in its training part.</param>
    public static void Distil(Trial<SlamOptions> trial, ImageData data)
    {
        var options = trial.Options;
        var pool = LabelledPool.Of(data, options, trial.Seed); // A, V, U
        if (options.Distillation == Distillation.Supervised)
        {
            Supervise(trial, pool);
            return;
        }

        // The teacher learns from A and labels V and U once.
        using var teacher = SlamTeacher.Get(trial, pool);
        var outputs = TeacherOutputs.Get(trial, teacher, pool);
        var (onValidation, onPool) = NoiseModel.Estimate(trial, teacher, pool, outputs); // Eqs. (8) to (10)
        var labels = options.LabelSource == LabelSource.Controlled
            ? PseudoLabels.Controlled(outputs.Unlabelled, pool.TrueLabels, options.Controlled, trial.Seed)
            : PseudoLabels.Of(outputs.Unlabelled, onPool, options.Labels);
        PoolReport.OfTeacher(trial, teacher, pool, outputs, labels);
        if (options.Distillation == Distillation.Teacher)
            return;

        // The student learns from A ∪ U.
        var union = TrainingUnion.Of(pool, labels, options);
        using var loss = UnionLosses.Create(trial, teacher, pool, union, outputs, PseudoLabels.Of(outputs.Validation, onValidation, options.Labels));
        using var learner = loss.Learner;
        StudentFit(trial, learner, pool, union.Images, loss.BeginEpoch).Run(loss.Of);
        PoolReport.OfStudent(trial, loss.Student, pool, labels);
        Students.Save(trial, loss.Student, options.Student, data);
    }

    /// <summary>The student with fresh weights, a function of the seed alone.</summary>
    internal static Classifier CreateStudent(Trial<SlamOptions> trial, ImageData data)
    {
        var student = ModelCatalog.Create(trial.Options.Student, data.Source.Shape, data.Source.Classes, Seeds.Derive(trial.Seed, "student"));
        student.to(trial.Device);
        return student;
    }

    // The student on A alone: what unlabelled images must beat.
    private static void Supervise(Trial<SlamOptions> trial, LabelledPool pool)
    {
        using var student = CreateStudent(trial, pool.Data);
        StudentFit(trial, student, pool, pool.Labelled, epochStarting: null).Run(batch => cross_entropy(student.call(batch.Images), batch.Labels));
        Students.Save(trial, student, trial.Options.Student, pool.Data);
    }

    private static Fit StudentFit(Trial<SlamOptions> trial, Classifier learner, LabelledPool pool, ImageSet images, Action<int>? epochStarting) => new()
    {
        Student = learner,
        Data = pool.Data with { Training = new TrainingSplit(images) }, // its validation part is V
        Recipe = trial.Options.Recipe,
        Augmentation = trial.Options.Augmentation.ToAugmentation(),
        Seed = trial.Seed,
        Device = trial.Device,
        Checkpoints = trial.Checkpoints,
        Metrics = trial.Metrics,
        Artifacts = trial.Artifacts,
        Inputs = trial.Inputs,
        Progress = trial.Progress,
        EpochStarting = epochStarting,
        Cancellation = trial.Cancellation,
    };
}
