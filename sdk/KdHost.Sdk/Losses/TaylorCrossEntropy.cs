using static TorchSharp.torch;

namespace KdHost.Sdk.Losses;

/// <summary>
/// Taylor cross-entropy: the series of <c>−log p_y</c> about 1, cut off after t terms: <c>L = mean Σ_{k=1..t} (1 − p_y)^k / k</c>.
/// Feng et al., "Can cross entropy loss be robust to label noise?", IJCAI 2020.
/// </summary>
public static class TaylorCrossEntropy
{
    /// <summary>The loss.</summary>
    /// <param name="logits">z <c>[B, K]</c>, K ≥ 2.</param>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <param name="order">t, at least 1; 1 gives half the mean absolute error, large t approaches cross-entropy.</param>
    /// <returns>A scalar, mean over the batch.</returns>
    public static Tensor Loss(Tensor logits, Tensor labels, int order = 2)
    {
        using var scope = NewDisposeScope();
        var (_, others) = ClassSplit.LogProbabilities(logits, labels);
        var sum = others.exp();
        for (var k = 2; k <= order; k++)
            sum = sum + ((others * k).exp() / k);
        return sum.mean().MoveToOuterDisposeScope();
    }

    /// <summary>The loss of each image against soft targets, on probabilities: <c>Σ_i t_i Σ_{k=1..order} (1 − p_i)^k / k</c>.</summary>
    /// <param name="probabilities">p <c>[B, K]</c>; need not sum to 1.</param>
    /// <param name="target">t <c>[B, K]</c>.</param>
    /// <param name="order">At least 1.</param>
    /// <returns><c>[B]</c>.</returns>
    public static Tensor PerImage(Tensor probabilities, Tensor target, int order = 2)
    {
        using var scope = NewDisposeScope();
        var others = 1 - probabilities;
        var (power, sum) = (others, others);
        for (var k = 2; k <= order; k++)
        {
            power = power * others;
            sum = sum + (power / k);
        }

        return (target * sum).sum(1).MoveToOuterDisposeScope();
    }
}
