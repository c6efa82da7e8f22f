using KdHost.Plugins.Slam;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Subsets;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.Tests.Slam;

public sealed class PipelineTests : IDisposable
{
    private static readonly SlamOptions Small = SlamTrials.Small;

    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-slam-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ValidationOrigin.Pool)]
    [InlineData(ValidationOrigin.Labelled)]
    public void A_V_and_U_never_overlap_and_come_from_the_seed_alone(ValidationOrigin origin)
    {
        var options = Small with { ValidationFrom = origin, Labelled = 100 };
        var (one, again, other) = (Positions(options, 4), Positions(options, 4), Positions(options, 5));
        Assert.Equal(one.A, again.A);
        Assert.Equal(one.V, again.V);
        Assert.Equal(one.U, again.U);
        Assert.NotEqual(one.U, other.U);
        Assert.Equal((origin == ValidationOrigin.Pool ? 100 : 40, 60, 200), (one.A.Count, one.V.Count, one.U.Count));
        Assert.Equal(one.A.Count + one.V.Count + one.U.Count, one.A.Concat(one.V).Concat(one.U).Distinct().Count());
    }

    [Theory]
    [InlineData(Distillation.Slam, TeacherLabels.Soft)]
    [InlineData(Distillation.SlamTaylor, TeacherLabels.Hard)]
    [InlineData(Distillation.SlamVid, TeacherLabels.Hard)]
    [InlineData(Distillation.SlamWeighted, TeacherLabels.Soft)]
    [InlineData(Distillation.SlamUps, TeacherLabels.Hard)]
    public void The_labels_of_U_reach_nothing_but_the_report(Distillation distillation, TeacherLabels labels)
    {
        var options = Small with { Distillation = distillation, Labels = labels, Ups = new() { NoUncertainty = true, PositiveThreshold = 0.4 } };
        SlamTrials.Run(options, Path.Combine(_folder, "true"));
        SlamTrials.Run(options, Path.Combine(_folder, "wrong"), data: WithWrongLabelsOfU(options));
        Assert.Equal(SlamTrials.Student(Path.Combine(_folder, "true")), SlamTrials.Student(Path.Combine(_folder, "wrong")));
    }

    [Fact]
    public void The_labels_of_V_choose_and_are_not_learned_from()
    {
        // Constant α and k: with other labels of V the same network is trained, and only the choice of the epoch may differ.
        var options = Small with { AlphaEstimator = AlphaEstimator.Constant, ConstantAlpha = 0.8, KMode = KMode.Fixed, FixedK = 3 };
        var (one, other) = (SlamTrials.Run(options, Path.Combine(_folder, "true")), SlamTrials.Run(options, Path.Combine(_folder, "wrong"), data: WithWrongLabels(options, positions => positions.V)));
        Assert.Equal(Curve(one, "train/loss"), Curve(other, "train/loss"));
        Assert.NotEqual(Curve(one, "validation/accuracy"), Curve(other, "validation/accuracy"));
        var trained = SlamTrials.Run(options with { TrainOnValidation = true }, Path.Combine(_folder, "trained"));
        Assert.NotEqual(Curve(one, "train/loss"), Curve(trained, "train/loss"));
    }

    [Fact]
    public void Constant_alpha_1_is_vanilla_distillation_to_the_bit()
    {
        SlamTrials.Run(Small with { Distillation = Distillation.Vanilla }, Path.Combine(_folder, "vanilla"));
        SlamTrials.Run(Small with { AlphaEstimator = AlphaEstimator.Constant, ConstantAlpha = 1 }, Path.Combine(_folder, "slam"));
        SlamTrials.Run(Small, Path.Combine(_folder, "isotonic"));
        Assert.Equal(SlamTrials.Student(Path.Combine(_folder, "vanilla")), SlamTrials.Student(Path.Combine(_folder, "slam")));
        Assert.NotEqual(SlamTrials.Student(Path.Combine(_folder, "vanilla")), SlamTrials.Student(Path.Combine(_folder, "isotonic")));
    }

    [Fact]
    public void Teacher_and_pseudo_labels_are_made_once_for_all_methods_of_a_seed()
    {
        var stages = new Stages();
        foreach (var distillation in new[] { Distillation.Vanilla, Distillation.Slam, Distillation.Weighted })
        {
            SlamTrials.Run(Small with { Distillation = distillation }, _folder, progress: stages);
            Directory.Delete(Path.Combine(_folder, "checkpoints"), recursive: true);
        }

        Assert.Equal(Small.Teacher.Epochs, stages.Seen.Count(stage => stage == "teacher"));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_folder, "cache", "pseudo-labels")));
    }

    [Theory]
    [InlineData(3, Distillation.Slam)]
    [InlineData(12, Distillation.Slam)]
    [InlineData(13, Distillation.SlamWeighted)]
    [InlineData(12, Distillation.SlamVid)]
    public void A_trial_stopped_in_teacher_or_student_ends_with_the_numbers_of_an_undisturbed_one(int epochs, Distillation distillation)
    {
        var options = Small with { Distillation = distillation };
        SlamTrials.Run(options, Path.Combine(_folder, "whole"));
        using var stop = new CancellationTokenSource();
        var stages = new Stages { After = (epochs, stop.Cancel) };
        Assert.Throws<OperationCanceledException>(() => SlamTrials.Run(options, Path.Combine(_folder, "cut"), progress: stages, stop: stop));
        SlamTrials.Run(options, Path.Combine(_folder, "cut"));
        Assert.Equal(SlamTrials.Student(Path.Combine(_folder, "whole")), SlamTrials.Student(Path.Combine(_folder, "cut")));
    }

    [Fact]
    public void A_kill_between_labelling_and_learning_changes_nothing()
    {
        SlamTrials.Run(Small, Path.Combine(_folder, "whole"));
        SlamTrials.Run(Small with { Distillation = Distillation.Teacher }, Path.Combine(_folder, "cut"));
        Directory.Delete(Path.Combine(_folder, "cut", "cache", "pseudo-labels"), recursive: true); // as if it had died before they were published
        SlamTrials.Run(Small, Path.Combine(_folder, "cut"));
        Assert.Equal(SlamTrials.Student(Path.Combine(_folder, "whole")), SlamTrials.Student(Path.Combine(_folder, "cut")));
    }

    [Fact]
    public void Every_trial_tells_about_teacher_noise_and_student()
    {
        var names = SlamTrials.Run(Small, _folder).Select(point => point.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "teacher/accuracy_labelled", "teacher/accuracy_validation", "teacher/accuracy_unlabelled", "teacher/test_accuracy", "unlabelled/agreement", "unlabelled/accuracy_teacher_right",
                "unlabelled/accuracy_teacher_wrong", "alpha/mean", "alpha/brier", "alpha/reliability_error", "k/mean", "k/truth_inside", "test/accuracy", "test/accuracy_best",
            },
            names);
        Assert.True(new FileInfo(Path.Combine(_folder, "artifacts", "figures", "alpha-reliability.png")).Length > 1000);
    }

    [Fact]
    public void Too_few_images_are_a_clear_fault()
    {
        var fault = Assert.Throws<FaultException>(() => LabelledPool.Of(SlamTrials.Digits, Small with { Unlabelled = 5000 }, 0)).Faults[0];
        Assert.Equal(("unlabelled", "5000 unlabelled images"), (fault.Key, fault.Expected));
    }

    private static List<double> Curve(IEnumerable<(string Name, double Value, long Step)> points, string name) => [.. points.Where(point => point.Name == name).Select(point => point.Value)];

    // Under labels that are positions, every part says where it comes from.
    private static (List<int> A, List<int> V, List<int> U) Positions(SlamOptions options, long seed)
    {
        var numbered = SlamTrials.Digits.WithTraining(images => images.WithLabels([.. Enumerable.Range(0, images.Count)]));
        var pool = LabelledPool.Of(numbered, options, seed);
        Assert.All(pool.Unlabelled.Labels, label => Assert.Equal(0, label));
        return ([.. pool.Labelled.Labels], [.. pool.Validation.Labels], [.. pool.TrueLabels]);
    }

    private static ImageData WithWrongLabelsOfU(SlamOptions options) => WithWrongLabels(options, positions => positions.U);

    private static ImageData WithWrongLabels(SlamOptions options, Func<(List<int> A, List<int> V, List<int> U), List<int>> part)
    {
        var wrong = part(Positions(options, seed: 0)).ToHashSet();
        return SlamTrials.Digits.WithTraining(images => images.WithLabels([.. images.Labels.Select((label, position) => wrong.Contains(position) ? (label + 3) % 10 : label)]));
    }

    private sealed class Stages : IProgress<TrialProgress>
    {
        public List<string> Seen { get; } = [];

        public (int Epochs, Action Do)? After { get; init; }

        public void Report(TrialProgress value)
        {
            Seen.Add(value.Stage);
            if (After is { } after && Seen.Count == after.Epochs)
                after.Do();
        }
    }
}
