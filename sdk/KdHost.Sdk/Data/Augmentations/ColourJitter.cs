using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>Changes brightness, contrast and saturation by factors from <c>1 − x</c> to <c>1 + x</c>, in random order. Torchvision's colour jitter without hue.</summary>
/// <param name="Brightness">x of the brightness, at least 0.</param>
/// <param name="Contrast">x of the contrast.</param>
/// <param name="Saturation">x of the saturation; grey images have none.</param>
public sealed record ColourJitter(double Brightness, double Contrast, double Saturation) : ImageTransform
{
    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random)
    {
        var (brightness, contrast, saturation) = (Factor(Brightness, random), Factor(Contrast, random), Factor(Saturation, random));
        var order = random.Permutation(3);
        FullRange.Apply(image, full =>
        {
            foreach (var step in order)
            {
                if (step == 0)
                    PixelOperations.Brightness(full, brightness);
                else if (step == 1)
                    PixelOperations.Contrast(full, contrast);
                else
                    PixelOperations.Colour(full, saturation);
            }
        });
    }

    private static double Factor(double spread, RandomStream random) => random.NextUniform(Math.Max(0, 1 - spread), 1 + spread);
}
