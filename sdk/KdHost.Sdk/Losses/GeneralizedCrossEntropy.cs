using static TorchSharp.torch;

namespace KdHost.Sdk.Losses;

/// <summary>
/// Generalised cross-entropy, between cross-entropy (q → 0) and mean absolute error (q = 1): <c>L = mean (1 − p_y^q) / q</c>.
/// Zhang, Sabuncu, "Generalized cross entropy loss for training deep neural networks with noisy labels", NeurIPS 2018, Eq. (6).
/// </summary>
public static class GeneralizedCrossEntropy
{
    /// <summary>The loss.</summary>
    /// <param name="logits">z <c>[B, K]</c>, K ≥ 2.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <param name="q">q, above 0 and at most 1.</param>
    /// <returns>A scalar from 0 to 1/q, mean over the batch.</returns>
    public static Tensor Loss(Tensor logits, Tensor labels, double q = 0.7)
    {
        using var scope = NewDisposeScope();
        var (label, _) = ClassSplit.LogProbabilities(logits, labels);
        return ((1 - (label * q).exp()).mean() / q).MoveToOuterDisposeScope();
    }
}
