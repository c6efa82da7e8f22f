using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>Soft targets <c>[B, K]</c> whose rows sum to 1.</summary>
public static class Targets
{
    /// <summary>
    /// Labels with smoothing s: <c>s/K</c> everywhere, and <c>1 − s</c> more at the label.
    /// Szegedy et al., "Rethinking the inception architecture", CVPR 2016.
    /// </summary>
    /// <param name="labels">y <c>[B]</c>, int64.</param>
    /// <param name="classes">K.</param>
    /// <param name="smoothing">s, from 0 to below 1.</param>
    /// <param name="type">Type of the result.</param>
    public static Tensor Smooth(Tensor labels, int classes, double smoothing = 0, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        return ((one_hot(labels, classes).to(type) * (1 - smoothing)) + (smoothing / classes)).MoveToOuterDisposeScope();
    }

    /// <summary>Targets of a batch that is mixed with itself in reverse order, as timm's Mixup and CutMix do: <c>λ t + (1 − λ) reverse(t)</c>.</summary>
    /// <param name="target">t <c>[B, K]</c>.</param>
    /// <param name="lambda">λ, share of the image itself, from 0 to 1.</param>
    public static Tensor Mix(Tensor target, double lambda)
    {
        using var scope = NewDisposeScope();
        return ((target * lambda) + (target.flip(0) * (1 - lambda))).MoveToOuterDisposeScope();
    }

    /// <summary>The class with the largest target; the first of several.</summary>
    /// <param name="target">t <c>[B, K]</c>.</param>
    /// <returns>Labels <c>[B]</c>, int64.</returns>
    public static Tensor Labels(Tensor target) => target.argmax(1);
}
