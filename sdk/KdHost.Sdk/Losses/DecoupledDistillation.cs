using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// DKD: the Kullback-Leibler divergence taken apart into the labelled class against the rest, and the rest among itself.
/// Zhao, Cui, Song, Qiu, Liang, "Decoupled knowledge distillation", CVPR 2022, Eqs. (5) to (7).
/// </summary>
/// <remarks>
/// With <c>b = [p_y, 1 − p_y]</c> and <c>p̂</c> the softmax over the K − 1 other classes, all at temperature T:
/// <c>L = α T² mean KL(bᵗ‖bˢ) + β T² mean KL(p̂ᵗ‖p̂ˢ)</c>. Where the authors' code subtracts 1000 from the labelled logit, this takes
/// log-sum-exps: the same values, finite always.
/// </remarks>
public static class DecoupledDistillation
{
    /// <summary>The whole loss.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <param name="labels">y <c>[B]</c>, int64; for soft targets <see cref="Targets.Labels"/>.</param>
    /// <param name="alpha">α, weight of the labelled class, at least 0.</param>
    /// <param name="beta">β, weight of the other classes, at least 0.</param>
    /// <param name="temperature">T, positive.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher, Tensor labels, double alpha, double beta, double temperature)
    {
        using var scope = NewDisposeScope();
        var target = TargetClass(student, teacher, labels, temperature);
        var others = NonTargetClass(student, teacher, labels, temperature);
        return ((target * alpha) + (others * beta)).MoveToOuterDisposeScope(); // Eq. (7)
    }

    /// <summary>TCKD: <c>T² mean KL(bᵗ‖bˢ)</c>.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <param name="temperature">T, positive.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor TargetClass(Tensor student, Tensor teacher, Tensor labels, double temperature)
    {
        using var scope = NewDisposeScope();
        var (labelS, othersS) = ClassSplit.LogProbabilities(student / temperature, labels);
        var (labelT, othersT) = ClassSplit.LogProbabilities(teacher / temperature, labels);
        var divergence = (labelT.exp() * (labelT - labelS)) + (othersT.exp() * (othersT - othersS));
        return (divergence.mean() * (temperature * temperature)).MoveToOuterDisposeScope();
    }

    /// <summary>NCKD: <c>T² mean KL(p̂ᵗ‖p̂ˢ)</c>.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <param name="temperature">T, positive.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor NonTargetClass(Tensor student, Tensor teacher, Tensor labels, double temperature)
    {
        using var scope = NewDisposeScope();
        var logStudent = log_softmax(ClassSplit.WithoutLabel(student / temperature, labels), 1);
        var logTeacher = log_softmax(ClassSplit.WithoutLabel(teacher / temperature, labels), 1);
        var difference = (logTeacher - logStudent).masked_fill(ClassSplit.Mask(student, labels), 0); // −∞ minus −∞ at the label
        return ((logTeacher.exp() * difference).sum(1).mean() * (temperature * temperature)).MoveToOuterDisposeScope();
    }
}
