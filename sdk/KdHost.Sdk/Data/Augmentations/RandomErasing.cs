using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>
/// Overwrites one box of a normalised image with standard normal noise (or with zeros, the data set's mean). Z. Zhong, L. Zheng, G. Kang, S. Li, Y. Yang,
/// "Random erasing data augmentation", AAAI 2020, in the form of timm: area uniform, logarithm of the aspect ratio uniform, ten tries.
/// </summary>
/// <param name="Probability">Share of the images that lose a box.</param>
public sealed record RandomErasing(double Probability)
{
    private const int Tries = 10;

    /// <summary>Smallest area as a share of the image's.</summary>
    public double MinimumArea { get; init; } = 0.02;

    /// <summary>Largest area as a share of the image's.</summary>
    public double MaximumArea { get; init; } = 1.0 / 3;

    /// <summary>Smallest height by width; the largest is its inverse.</summary>
    public double MinimumRatio { get; init; } = 0.3;

    /// <summary>Whether the box is filled with noise.</summary>
    public bool Noise { get; init; } = true;

    internal void Apply(Span<float> image, ImageShape shape, RandomStream random)
    {
        if (!random.NextChance(Probability))
            return;
        for (var i = 0; i < Tries; i++)
        {
            var area = random.NextUniform(MinimumArea, MaximumArea) * shape.Height * shape.Width;
            var ratio = Math.Exp(random.NextUniform(Math.Log(MinimumRatio), -Math.Log(MinimumRatio)));
            var (rows, columns) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (rows >= shape.Height || columns >= shape.Width || rows < 1 || columns < 1)
                continue;
            var (top, left) = (random.NextInt(shape.Height - rows + 1), random.NextInt(shape.Width - columns + 1));
            for (var line = 0; line < shape.Channels * rows; line++)
            {
                var row = (line / rows * shape.Height) + top + (line % rows);
                foreach (ref var value in image.Slice((row * shape.Width) + left, columns))
                    value = Noise ? (float)random.NextNormal() : 0;
            }

            return;
        }
    }
}
