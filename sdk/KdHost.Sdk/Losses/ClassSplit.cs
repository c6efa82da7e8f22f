using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>The two-way view of a softmax: the labelled class against all others. Finite for logits of any finite size.</summary>
internal static class ClassSplit
{
    /// <summary>Logarithms of <c>p_y</c> and of <c>1 − p_y</c>.</summary>
    /// <param name="logits">z <c>[B, K]</c>, K ≥ 2.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <returns>Two tensors <c>[B]</c>, at most 0.</returns>
    public static (Tensor Label, Tensor Others) LogProbabilities(Tensor logits, Tensor labels)
    {
        var all = logits.logsumexp(1);
        var label = logits.gather(1, labels.unsqueeze(1)).squeeze(1);
        return (label - all, WithoutLabel(logits, labels).logsumexp(1) - all);
    }

    /// <summary>The logits with the labelled class taken out, by −∞ in its place.</summary>
    /// <param name="logits">z <c>[B, K]</c>.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    public static Tensor WithoutLabel(Tensor logits, Tensor labels) => logits.masked_fill(Mask(logits, labels), double.NegativeInfinity);

    /// <summary>True at the labelled class, <c>[B, K]</c>.</summary>
    /// <param name="logits">z <c>[B, K]</c>.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    public static Tensor Mask(Tensor logits, Tensor labels) => one_hot(labels, logits.shape[1]).to(ScalarType.Bool);
}
