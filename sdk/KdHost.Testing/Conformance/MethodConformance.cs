using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Testing.Conformance;
using Xunit;

namespace KdHost.Testing;

/// <summary>
/// What the host and the reader of a paper may expect of every method, as tests. Derive a public class in a test project, override three
/// members, and all tests of this class run on your method. A test that fails says what is wrong and how to mend it.
/// </summary>
/// <typeparam name="TMethod">The method.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <example>
/// <code>
/// public sealed class MyMethodConformance : MethodConformance&lt;MyMethod, MyOptions&gt;
/// {
///     protected override MyOptions Options => new() { TrainFraction = 0.1, Epochs = 4 };
///     protected override DistillationLoss? Loss => (student, teacher, labels) => MyMethod.Loss(student, teacher, labels, temperature: 4);
///     protected override IEnumerable&lt;GoldenVector&gt; GoldenVectors => [new("Eq. (1)", () => …, expected: 0.693147)];
/// }
/// </code>
/// </example>
public abstract class MethodConformance<TMethod, TOptions> : IDisposable
    where TMethod : Method<TOptions>, new()
    where TOptions : class, new()
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-conformance-").FullName;

    /// <summary>Options of a trial that takes a second or two and shows all that the method does; at least four epochs.</summary>
    protected abstract TOptions Options { get; }

    /// <summary>The loss on logits; null for a method that has none, whose checks are then skipped.</summary>
    protected abstract DistillationLoss? Loss { get; }

    /// <summary>Values that the paper's formulas must give.</summary>
    protected abstract IEnumerable<GoldenVector> GoldenVectors { get; }

    /// <summary>Whether the loss of a batch is the mean of the losses of its parts; false where images of a batch are compared with each other.</summary>
    protected virtual bool LossIsMeanOverBatch => true;

    /// <summary>Where data sets stand; the default holds those alone that the SDK brings, such as digits.</summary>
    protected virtual DataRoot Data => new(Path.Combine(_folder, "data"));

    private TrainingChecks Training => new(new TMethod(), Trial, _folder);

    /// <summary>The host finds the method under a name that can be typed.</summary>
    [Fact]
    public void The_method_is_exported_with_name_title_and_paper() => OptionChecks.IsExported(typeof(TMethod));

    /// <summary>An experiment file that names nothing but the method is valid.</summary>
    [Fact]
    public void Defaults_are_valid() => OptionChecks.DefaultsAreValid(new TMethod());

    /// <summary>The student learns and the teacher does not.</summary>
    [Fact]
    public void The_gradient_reaches_the_student_alone() => LossChecks.GradientReachesTheStudentAlone(LossOrSkip());

    /// <summary>No overflow at logits of ±10⁴ in single precision.</summary>
    [Fact]
    public void The_loss_is_finite_at_extreme_logits() => LossChecks.FiniteAtExtremeLogits(LossOrSkip());

    /// <summary>Batch size changes the noise of the loss, not its scale.</summary>
    [Fact]
    public void The_loss_is_independent_of_the_batch_split()
    {
        Assert.SkipUnless(LossIsMeanOverBatch, "the method says that its loss compares the images of a batch with each other");
        LossChecks.IndependentOfTheBatchSplit(LossOrSkip());
    }

    /// <summary>The formula means the same in double and in single precision.</summary>
    [Fact]
    public void The_loss_is_the_same_in_both_precisions() => LossChecks.SameInBothPrecisions(LossOrSkip());

    /// <summary>The formulas give the values of the paper.</summary>
    [Fact]
    public void Golden_vectors_are_met()
    {
        Assert.SkipWhen(!GoldenVectors.Any(), "the method declares no golden vectors");
        var wrong = GoldenVectors.Select(vector => (vector.Name, vector.Expected, Actual: vector.Compute(), vector.Tolerance))
            .Where(vector => !(Math.Abs(vector.Actual - vector.Expected) <= vector.Tolerance * Math.Max(1, Math.Abs(vector.Expected))))
            .Select(vector => $"{vector.Name}: {vector.Actual:r} instead of {vector.Expected:r}").ToList();
        Nonconformance.Unless(wrong.Count == 0, string.Join('\n', wrong), "compare the code with the formula, term by term");
    }

    /// <summary>The same seed gives the same numbers.</summary>
    [Fact]
    public void The_same_seed_gives_the_same_numbers() => Training.Deterministic();

    /// <summary>Another seed gives other numbers.</summary>
    [Fact]
    public void Another_seed_gives_other_numbers() => Training.SeedMatters();

    /// <summary>Weights and batch-norm statistics of the teacher stay as they were.</summary>
    [Fact]
    public void The_teacher_stays_frozen() => Training.TeacherStaysFrozen();

    /// <summary>A kill costs seconds and changes no number.</summary>
    [Fact]
    public void A_stopped_trial_resumes_to_the_same_numbers() => Training.ResumesToTheSameNumbers();

    /// <summary>Memory is flat over epochs.</summary>
    [Fact]
    public void No_tensor_is_leaked() => Training.LeaksNoTensor();

    /// <summary>Deletes the files of the tests.</summary>
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private DistillationLoss LossOrSkip()
    {
        Assert.SkipWhen(Loss is null, "the method has no loss on logits");
        return Loss!;
    }

    private (object Options, Trial Trial) Trial(string folder, long seed) => (Options, MemoryTrial.Of(Options, folder, seed, Data));
}
