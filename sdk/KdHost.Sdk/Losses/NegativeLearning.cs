using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// Learning from what an image is not: <c>L = mean −Σ_i N_i log(1 − p_i) / (Σ_i N_i + 1e-7)</c> with N_i = 1 for classes that it does not show.
/// Kim, Yim, Yun, Kim, "NLNL: negative learning for noisy labels", ICCV 2019, in the form of the code of Rizve et al., "In defense of pseudo-labeling", ICLR 2021.
/// </summary>
public static class NegativeLearning
{
    private const double Floor = 1e-7;

    /// <summary>The loss.</summary>
    /// <param name="logits">z <c>[B, K]</c>.</param>
    /// <param name="negatives">N <c>[B, K]</c>, 0 or 1, of the type of the logits.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public static Tensor Loss(Tensor logits, Tensor negatives)
    {
        using var scope = NewDisposeScope();
        var logs = (1 - softmax(logits, 1)).clamp(Floor, 1).log();
        return (-(negatives * logs).sum(1) / (negatives.sum(1) + Floor)).mean().MoveToOuterDisposeScope();
    }
}
