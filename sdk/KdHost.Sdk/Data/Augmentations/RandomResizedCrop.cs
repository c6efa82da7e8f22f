using KdHost.Sdk.Data.Images;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>
/// Cuts out a random part and resizes it to the size of the set, as torchvision does: area uniform, logarithm of the aspect ratio uniform,
/// ten tries, then the largest central part of an allowed ratio. C. Szegedy et al., "Going deeper with convolutions", CVPR 2015.
/// </summary>
public sealed record RandomResizedCrop
{
    private const int Tries = 10;

    /// <summary>Smallest area as a share of the image's, in (0, 1].</summary>
    public double MinimumArea { get; init; } = 0.08;

    /// <summary>Largest area as a share of the image's.</summary>
    public double MaximumArea { get; init; } = 1;

    /// <summary>Smallest width by height.</summary>
    public double MinimumRatio { get; init; } = 3.0 / 4;

    /// <summary>Largest width by height.</summary>
    public double MaximumRatio { get; init; } = 4.0 / 3;

    internal PixelBox Draw(int height, int width, RandomStream random)
    {
        for (var i = 0; i < Tries; i++)
        {
            var area = random.NextUniform(MinimumArea, MaximumArea) * height * width;
            var ratio = Math.Exp(random.NextUniform(Math.Log(MinimumRatio), Math.Log(MaximumRatio)));
            var (rows, columns) = ((int)Math.Round(Math.Sqrt(area / ratio)), (int)Math.Round(Math.Sqrt(area * ratio)));
            if (rows > 0 && rows <= height && columns > 0 && columns <= width)
                return new PixelBox(random.NextInt(height - rows + 1), random.NextInt(width - columns + 1), rows, columns);
        }

        var shape = (double)width / height;
        var (tall, wide) = shape < MinimumRatio ? ((int)Math.Round(width / MinimumRatio), width)
            : shape > MaximumRatio ? (height, (int)Math.Round(height * MaximumRatio))
            : (height, width);
        return new PixelBox((height - tall) / 2, (width - wide) / 2, tall, wide);
    }
}
