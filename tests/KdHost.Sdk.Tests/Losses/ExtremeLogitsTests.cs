using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Losses;

public sealed class ExtremeLogitsTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor, Tensor>> Losses = new()
    {
        ["kullback-leibler"] = (student, teacher, _) => Divergence.KullbackLeibler(student, teacher, 1),
        ["decoupled"] = (student, teacher, labels) => DecoupledDistillation.Loss(student, teacher, labels, 1, 8, 1),
        ["correlation"] = (student, teacher, _) => CorrelationDistillation.Loss(student, teacher, 2, 2, 4),
        ["binary kullback-leibler"] = (student, teacher, _) => BinaryKullbackLeibler.Loss(student, teacher),
        ["cross-entropy"] = (student, _, labels) => CrossEntropy.Soft(student, Targets.Smooth(labels, 4, 0.1)),
        ["binary cross-entropy"] = (student, _, labels) => BinaryCrossEntropy.Loss(student, Targets.Smooth(labels, 4)),
        ["focal"] = (student, _, labels) => FocalLoss.Loss(student, labels, 0.5),
        ["generalised"] = (student, _, labels) => GeneralizedCrossEntropy.Loss(student, labels),
        ["taylor"] = (student, _, labels) => TaylorCrossEntropy.Loss(student, labels),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_are_finite_for_huge_logits_in_single_precision(string name)
    {
        using var scope = NewDisposeScope();
        const float Huge = 1e4f;
        var student = tensor(new[] { Huge, -Huge, 0, 1, -Huge, Huge, Huge, 0, Huge, Huge, Huge, Huge, -Huge, -Huge, -Huge, Huge }, [4, 4]).requires_grad_();
        var teacher = tensor(new[] { -Huge, Huge, 0, 1, Huge, Huge, -Huge, -Huge, 1, 2, 3, 4, Huge, -Huge, -Huge, -Huge }, [4, 4]);
        var loss = Losses[name](student, teacher, tensor(new long[] { 0, 0, 2, 3 }));
        Assert.True(loss.isfinite().ToBoolean());
        loss.backward();
        Assert.True(student.grad!.isfinite().all().ToBoolean());
    }
}
