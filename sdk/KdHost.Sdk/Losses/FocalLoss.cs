using static TorchSharp.torch;

namespace KdHost.Sdk.Losses;

/// <summary>
/// Focal loss for a softmax: <c>L = −mean (1 − p_y)^γ log p_y</c>, cross-entropy with less weight on what is already right.
/// Lin, Goyal, Girshick, He, Dollár, "Focal loss for dense object detection", ICCV 2017, Eq. (4).
/// </summary>
public static class FocalLoss
{
    /// <summary>The loss.</summary>
    /// <param name="logits">z <c>[B, K]</c>, K ≥ 2.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <param name="gamma">γ, at least 0; 0 gives cross-entropy.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor Loss(Tensor logits, Tensor labels, double gamma = 2)
    {
        using var scope = NewDisposeScope();
        var (label, others) = ClassSplit.LogProbabilities(logits, labels);
        return (-((others * gamma).exp() * label).mean()).MoveToOuterDisposeScope();
    }
}
