using System.Text.Json.Nodes;
using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Golden vectors G6 to G8: whole steps.</summary>
public sealed class IterationGoldenTests
{
    public static TheoryData<torch.ScalarType, double> Precisions => new() { { torch.ScalarType.Float64, 1e-7 }, { torch.ScalarType.Float32, 1e-5 } };

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Biased_steps_with_weight_decay_are_those_of_the_golden_vector(torch.ScalarType type, double tolerance) => CheckSteps("G6", DistillationForm.Gradient, type, tolerance);

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Unbiased_steps_are_those_of_the_golden_vector(torch.ScalarType type, double tolerance) => CheckSteps("G7", DistillationForm.Gradient, type, tolerance);

    [Fact]
    public void The_loss_form_takes_the_same_steps()
    {
        CheckSteps("G6", DistillationForm.Loss, torch.ScalarType.Float64, 1e-7);
        CheckSteps("G7", DistillationForm.Loss, torch.ScalarType.Float64, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Svrg_has_the_snapshots_and_steps_of_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of("G8");
        using var samples = Golden.Samples(inputs, 3, hasOnes: false, type);
        using var student = Golden.Linear(Golden.Tensor(inputs["W0"], type), bias: null);
        var options = new PartialVarianceReductionOptions
        {
            Iteration = Iteration.Svrg,
            Distillation = DistillationForm.Gradient,
            Unbiased = true,
            Bias = false,
            LearningRate = Golden.Number(inputs["lr"]),
            BatchSize = 2,
            SnapshotStart = 1,
            SnapshotEvery = 1,
        };
        using var run = new DistillationRun(options, samples, student, teacher: null, [1], [0]) { Order = _ => [Golden.Flat(inputs["batches"])] };
        foreach (var outer in expected["outer"]!.AsArray())
        {
            run.Step();
            Golden.Near(Golden.Tensor(outer!["snapshotGrad"]), Weight(run.Force.FullGradient(run.Teacher!)[0].Values), tolerance);
            run.Step();
            run.Step();
            Golden.Near(Golden.Tensor(outer["W"]), Weight(student.Parameters[0].Values), tolerance);
        }
    }

    private static void CheckSteps(string name, DistillationForm form, torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of(name);
        using var samples = Golden.Samples(inputs, 2, hasOnes: false, type);
        using var teacher = Golden.Linear(Golden.Tensor(inputs["teacherW"], type), bias: null);
        using var student = Golden.Linear(torch.zeros(2, 3, type), bias: null);
        var options = new PartialVarianceReductionOptions
        {
            Distillation = form,
            Unbiased = (bool)inputs["unbiased"]!,
            Bias = false,
            LearningRate = Golden.Number(inputs["lr"]),
            BatchSize = 2,
            WeightDecay = Golden.Number(inputs["weightDecay"]),
            TeacherWeightDecay = Golden.Number(inputs["teacherWeightDecay"]),
        };
        using var run = new DistillationRun(options, samples, student, teacher, [Golden.Number(inputs["lam"])], [0]) { Order = _ => [Golden.Flat(inputs["batches"])] };
        foreach (var after in expected["W_after_each_step"]!.AsArray())
        {
            run.Step();
            Golden.Near(Golden.Tensor(after), Weight(student.Parameters[0].Values), tolerance);
        }

        var full = Weight(run.Force.FullGradient(teacher)[0].Values) + (Weight(teacher.Parameters[0].Values) * options.TeacherWeightDecay);
        Golden.Near(Golden.Tensor(expected["teacherFullGrad"]), full, tolerance);
    }

    private static torch.Tensor Weight(torch.Tensor values) => values.squeeze(2).squeeze(0).t();
}
