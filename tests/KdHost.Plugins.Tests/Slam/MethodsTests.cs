using KdHost.Plugins.Slam;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.Tests.Slam;

public sealed class MethodsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-slam-methods-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<Distillation> Distillations => [.. Enum.GetValues<Distillation>().Where(distillation => distillation != Distillation.Teacher)];

    [Theory]
    [MemberData(nameof(Distillations))]
    public void Every_compared_method_learns_with_a_convolutional_pair(Distillation distillation)
    {
        var options = SlamTrials.Small with
        {
            Distillation = distillation,
            Teacher = new() { Model = "cnn-32-64-fc128-dropout", Epochs = 30, LearningRate = 0.003 },
            Student = "convnet-8-16-32",
            Epochs = 12,
            LearningRate = 0.02,
            BatchSize = 32,
            Ups = new() { PositiveUncertainty = 0.2, NegativeUncertainty = 0.05 },
        };
        var test = SlamTrials.Run(options, _folder).Last(point => point.Name == "test/accuracy").Value;
        Assert.True(test > 40, $"test accuracy is {test} after {options.Epochs} epochs"); // ten classes: chance is 10
    }

    public static TheoryData<AlphaEstimator, KMode, MixNormalization> Ablations => new(
        (AlphaEstimator.Isotonic, KMode.Isotonic, MixNormalization.KMinusOne),
        (AlphaEstimator.KnnMargin, KMode.Fixed, MixNormalization.None),
        (AlphaEstimator.KnnFeature, KMode.GlobalThreshold, MixNormalization.KMinusOne),
        (AlphaEstimator.Oracle, KMode.Isotonic, MixNormalization.None));

    [Theory]
    [MemberData(nameof(Ablations))]
    public void Every_ablation_changes_the_student(AlphaEstimator estimator, KMode mode, MixNormalization normalization)
    {
        SlamTrials.Run(SlamTrials.Small, Path.Combine(_folder, "default"));
        SlamTrials.Run(SlamTrials.Small with { AlphaEstimator = estimator, KMode = mode, FixedK = 4, MixNormalization = normalization, Renormalize = true }, Path.Combine(_folder, "ablation"));
        Assert.NotEqual(SlamTrials.Student(Path.Combine(_folder, "default")), SlamTrials.Student(Path.Combine(_folder, "ablation")));
    }

    [Fact]
    public void The_oracle_beats_vanilla_distillation_from_a_poor_teacher()
    {
        var poor = SlamTrials.Small with { Labels = TeacherLabels.Hard, Labelled = 30, Unlabelled = 600, Teacher = new() { Model = "mlp-16", Epochs = 10 }, Student = "mlp-64", Epochs = 20 };
        var vanilla = Accuracy(poor with { Distillation = Distillation.Vanilla });
        var oracle = Accuracy(poor with { AlphaEstimator = AlphaEstimator.Oracle });
        Assert.True(oracle > vanilla + 5, $"oracle {oracle}, vanilla {vanilla}");
    }

    [Fact]
    public void Ups_asks_for_a_teacher_with_dropout()
    {
        var fault = Assert.Throws<FaultException>(() => SlamTrials.Run(SlamTrials.Small with { Distillation = Distillation.Ups }, _folder)).Faults[0];
        Assert.Equal("teacher.model", fault.Key);
    }

    [Fact]
    public void Combinations_that_make_no_sense_are_refused_by_key()
    {
        Assert.Equal("validationSize", Fault(new SlamOptions { ValidationFrom = ValidationOrigin.Labelled, Labelled = 100, ValidationSize = 100 }));
        Assert.Equal("labelSource", Fault(new SlamOptions { LabelSource = LabelSource.Controlled, Distillation = Distillation.Ups }));
        Assert.Equal("augmentation.mixupAlpha", Fault(new SlamOptions { Augmentation = new() { MixupAlpha = 1 } }));

        static string? Fault(SlamOptions options) => Assert.Single(((IMethod)new SlamMethod()).Check(options)).Key;
    }

    private double Accuracy(SlamOptions options) =>
        SlamTrials.Run(options, Path.Combine(_folder, $"{options.Distillation}")).Last(point => point.Name == "test/accuracy").Value;
}
