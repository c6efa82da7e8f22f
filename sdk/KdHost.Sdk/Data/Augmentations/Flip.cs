using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>Mirrors an image left to right.</summary>
/// <param name="Probability">Share of the images that are mirrored.</param>
public sealed record Flip(double Probability = 0.5) : ImageTransform
{
    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random)
    {
        if (!random.NextChance(Probability))
            return;
        var width = image.Shape.Width;
        for (var left = image.Pixels; left.Length > 0; left = left[width..])
            left[..width].Reverse();
    }
}
