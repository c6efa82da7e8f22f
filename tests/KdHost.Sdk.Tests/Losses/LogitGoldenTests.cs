using System.Text.Json;
using KdHost.Sdk.Losses;
using TorchSharp;

namespace KdHost.Sdk.Tests.Losses;

public sealed class LogitGoldenTests
{
    public static TheoryData<torch.ScalarType, double> Precisions => Golden.Precisions;

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Kullback_Leibler_has_the_golden_value_and_gradient(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var expected in Golden.Of("KD").GetProperty("cases").EnumerateArray())
        {
            var (student, teacher) = Logits(type);
            var loss = Divergence.KullbackLeibler(student, teacher, Number(expected, "T"));
            Check(expected, loss, student, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Decoupled_distillation_has_the_golden_parts_value_and_gradient(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var labels = Golden.Integers(Golden.Of("DKD").GetProperty("y"));
        foreach (var expected in Golden.Of("DKD").GetProperty("cases").EnumerateArray())
        {
            var (student, teacher) = Logits(type);
            var temperature = Number(expected, "T");
            Golden.Value(expected.GetProperty("tckd"), DecoupledDistillation.TargetClass(student, teacher, labels, temperature), tolerance);
            Golden.Value(expected.GetProperty("nckd"), DecoupledDistillation.NonTargetClass(student, teacher, labels, temperature), tolerance);
            var loss = DecoupledDistillation.Loss(student, teacher, labels, Number(expected, "alpha"), Number(expected, "beta"), temperature);
            Check(expected, loss, student, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Correlation_distillation_has_the_golden_parts_value_and_gradient(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var expected in Golden.Of("DIST").GetProperty("cases").EnumerateArray())
        {
            var (student, teacher) = Logits(type);
            var temperature = Number(expected, "tau");
            Golden.Value(expected.GetProperty("inter"), CorrelationDistillation.InterClass(student, teacher, temperature), tolerance);
            Golden.Value(expected.GetProperty("intra"), CorrelationDistillation.IntraClass(student, teacher, temperature), tolerance);
            var loss = CorrelationDistillation.Loss(student, teacher, Number(expected, "beta"), Number(expected, "gamma"), temperature);
            Check(expected, loss, student, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Hard_losses_and_mixed_smoothed_targets_have_the_golden_values_and_gradients(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var expected = Golden.Of("HARD");
        var smooth = Targets.Smooth(Golden.Integers(expected.GetProperty("y")), 4, Number(expected, "smoothing"), type);
        var target = Targets.Mix(smooth, Number(expected, "lam"));
        Golden.Entries(expected.GetProperty("target"), target, tolerance);
        Assert.Equal(expected.GetProperty("dkd_label").EnumerateArray().Select(label => label.GetInt64()), Targets.Labels(target).data<long>().ToArray());

        foreach (var (name, gradient, loss) in new (string, string, Func<torch.Tensor, torch.Tensor, torch.Tensor>)[]
        {
            ("ce", "ce_grad", (student, _) => CrossEntropy.Soft(student, target)),
            ("bce", "bce_grad", (student, _) => BinaryCrossEntropy.Loss(student, target)),
            ("bkl_vs_zt_of_KD", "bkl_grad", BinaryKullbackLeibler.Loss),
        })
        {
            var (student, teacher) = Logits(type);
            var value = loss(student, teacher);
            Golden.Value(expected.GetProperty(name), value, tolerance);
            value.backward();
            Golden.Entries(expected.GetProperty(gradient), student.grad!, tolerance);
        }

        var (s, t) = Logits(type);
        var total = BinaryCrossEntropy.Loss(s, target) + Divergence.KullbackLeibler(s, t, 1);
        Golden.Value(expected.GetProperty("total_a2").GetProperty("value"), total, tolerance);
    }

    private static (torch.Tensor Student, torch.Tensor Teacher) Logits(torch.ScalarType type) =>
        (Golden.Matrix(Golden.Of("KD").GetProperty("zs"), type), Golden.Matrix(Golden.Of("KD").GetProperty("zt"), type).detach());

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static void Check(JsonElement expected, torch.Tensor loss, torch.Tensor student, double tolerance)
    {
        Golden.Value(expected.GetProperty("loss"), loss, tolerance);
        loss.backward();
        Golden.Entries(expected.GetProperty("grad_zs"), student.grad!, tolerance);
    }
}
