using KdHost.Sdk.Losses;
using TorchSharp;

namespace KdHost.Sdk.Data;

/// <summary>Some images with their labels, ready for a model. The tensors belong to the dispose scope in which the batch was made.</summary>
/// <param name="Images">Normalised images <c>[B, C, H, W]</c>, float32; mixed where the augmentation mixes.</param>
/// <param name="Labels">Classes <c>[B]</c>, int64; of a mixed image, those of its own share.</param>
public sealed record Batch(torch.Tensor Images, torch.Tensor Labels)
{
    /// <summary>Number of images, B.</summary>
    public int Size => (int)Labels.shape[0];

    /// <summary>Position of each image in its set.</summary>
    public IReadOnlyList<int> Positions { get; init; } = [];

    /// <summary>λ: share of the image itself where the batch is mixed with its own reverse by Mixup or CutMix; 1 where it is not.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Targets whose rows sum to 1, in the current dispose scope: smoothed labels, mixed as the images are.</summary>
    /// <param name="classes">K.</param>
    /// <param name="smoothing">Label smoothing, from 0 to below 1.</param>
    /// <returns><c>[B, K]</c>, float32.</returns>
    public torch.Tensor SoftTargets(int classes, double smoothing = 0)
    {
        using var scope = torch.NewDisposeScope();
        var targets = Targets.Smooth(Labels, classes, smoothing);
        return (Lambda < 1 ? Targets.Mix(targets, Lambda) : targets).MoveToOuterDisposeScope();
    }
}
