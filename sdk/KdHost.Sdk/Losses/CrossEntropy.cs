using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>Cross-entropy of a softmax with soft targets: <c>L = −(1/B) Σ_b Σ_k t_bk log softmax(z)_bk</c>.</summary>
public static class CrossEntropy
{
    /// <summary>The loss.</summary>
    /// <param name="logits">z <c>[B, K]</c>.</param>
    /// <param name="target">t <c>[B, K]</c>, rows that sum to 1, such as <see cref="Targets"/> makes.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor Soft(Tensor logits, Tensor target)
    {
        using var scope = NewDisposeScope();
        return (-(target * log_softmax(logits, 1)).sum(1).mean()).MoveToOuterDisposeScope();
    }
}
