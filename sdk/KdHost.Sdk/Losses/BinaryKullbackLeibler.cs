using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// BKL: one yes-or-no question a class. Hao et al., "Revisit the power of vanilla knowledge distillation", NeurIPS 2023, in the form of the
/// authors' code: <c>L = (1/BK) Σ [softplus(zˢ) − softmax(zᵗ) zˢ]</c>, a sigmoid student against a softmax teacher.
/// </summary>
/// <remarks>
/// The paper sums over the classes and keeps the teacher's entropy; the code means and drops it, a constant. So this value is not 0 when
/// student and teacher agree, and its gradient is 1/K of the paper's.
/// </remarks>
public static class BinaryKullbackLeibler
{
    /// <summary>The loss.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <returns>A scalar in nats, mean over batch and classes.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return BinaryCrossEntropy.Loss(student, softmax(teacher, 1)).MoveToOuterDisposeScope();
    }
}
