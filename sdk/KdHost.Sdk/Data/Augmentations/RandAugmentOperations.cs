using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>The operations of <see cref="RandAugment"/>, in timm's order.</summary>
internal enum RandAugmentOperation
{
    AutoContrast,
    Equalize,
    Invert,
    Rotate,
    Posterize,
    Solarize,
    SolarizeAdd,
    Colour,
    Contrast,
    Brightness,
    Sharpness,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
}

/// <summary>What each operation of <see cref="RandAugment"/> does at a strength.</summary>
internal static class RandAugmentOperations
{
    private const double LargestAngle = 30, LargestShear = 0.3, LargestTranslation = 0.45;

    /// <summary>Applies one operation to an image with values from 0 to 255.</summary>
    /// <param name="image">The image.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="strength">Magnitude by its maximum, in [0, 1].</param>
    /// <param name="increasing">Whether all operations grow stronger with the magnitude.</param>
    /// <param name="random">Draws signs and filters.</param>
    public static void Apply(PixelImage image, RandAugmentOperation operation, double strength, bool increasing, RandomStream random)
    {
        switch (operation)
        {
            case RandAugmentOperation.AutoContrast:
                PixelOperations.AutoContrast(image);
                break;
            case RandAugmentOperation.Equalize:
                PixelOperations.Equalize(image);
                break;
            case RandAugmentOperation.Invert:
                PixelOperations.Invert(image);
                break;
            case RandAugmentOperation.Posterize:
                PixelOperations.Posterize(image, increasing ? 4 - (int)(strength * 4) : (int)(strength * 4));
                break;
            case RandAugmentOperation.Solarize:
                PixelOperations.Solarize(image, increasing ? 256 - Math.Min(256, (int)(strength * 256)) : Math.Min(256, (int)(strength * 256)));
                break;
            case RandAugmentOperation.SolarizeAdd:
                PixelOperations.SolarizeAdd(image, Math.Min(128, (int)(strength * 110)));
                break;
            case RandAugmentOperation.Colour:
                PixelOperations.Colour(image, Factor(strength, increasing, random));
                break;
            case RandAugmentOperation.Contrast:
                PixelOperations.Contrast(image, Factor(strength, increasing, random));
                break;
            case RandAugmentOperation.Brightness:
                PixelOperations.Brightness(image, Factor(strength, increasing, random));
                break;
            case RandAugmentOperation.Sharpness:
                PixelOperations.Sharpness(image, Factor(strength, increasing, random));
                break;
            default:
                Warp.Apply(image, Map(operation, Sign(random) * strength, image.Shape), bicubic: random.NextChance(0.5), zero: false);
                break;
        }
    }

    private static AffineMap Map(RandAugmentOperation operation, double strength, ImageShape shape) => operation switch
    {
        RandAugmentOperation.Rotate => Turn(strength * LargestAngle * Math.PI / 180).About(shape.Width / 2.0, shape.Height / 2.0),
        RandAugmentOperation.ShearX => new AffineMap(1, strength * LargestShear, 0, 0, 1, 0),
        RandAugmentOperation.ShearY => new AffineMap(1, 0, 0, strength * LargestShear, 1, 0),
        RandAugmentOperation.TranslateX => new AffineMap(1, 0, strength * LargestTranslation * shape.Width, 0, 1, 0),
        _ => new AffineMap(1, 0, 0, 0, 1, strength * LargestTranslation * shape.Height),
    };

    private static AffineMap Turn(double angle) => new(Math.Cos(angle), -Math.Sin(angle), 0, Math.Sin(angle), Math.Cos(angle), 0);

    private static double Factor(double strength, bool increasing, RandomStream random) =>
        increasing ? Math.Max(0.1, 1 + (Sign(random) * strength * 0.9)) : (strength * 1.8) + 0.1;

    private static int Sign(RandomStream random) => random.NextChance(0.5) ? -1 : 1;
}
