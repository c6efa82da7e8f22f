using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// Sigmoid cross-entropy with soft targets, <c>l = softplus(z) − t z</c>, the hard loss of Wightman, Touvron, Jégou,
/// "ResNet strikes back", 2021, as timm has it.
/// </summary>
public static class BinaryCrossEntropy
{
    /// <summary>The loss.</summary>
    /// <param name="logits">z <c>[B, K]</c>.</param>
    /// <param name="target">t <c>[B, K]</c>, from 0 to 1.</param>
    /// <param name="reduction">
    /// How classes count: the mean, as published, makes the gradient about K times weaker than that of <see cref="CrossEntropy"/>.
    /// </param>
    /// <param name="threshold">When set, targets become 1 above it and 0 otherwise.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor Loss(Tensor logits, Tensor target, ClassReduction reduction = ClassReduction.Mean, double? threshold = null)
    {
        using var scope = NewDisposeScope();
        var wanted = threshold is { } limit ? target.gt(limit).to(logits.dtype) : target;
        var loss = -logsigmoid(-logits) - (wanted * logits); // softplus cuts off at 20, log-sigmoid does not
        return (reduction == ClassReduction.Mean ? loss.mean() : loss.sum(1).mean()).MoveToOuterDisposeScope();
    }
}
