using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>
/// Blanks a square around a random centre; what sticks out is cut. T. DeVries, G. Taylor, "Improved regularization of convolutional neural
/// networks with cutout", 2017.
/// </summary>
/// <param name="MinimumSide">Smallest side in pixels, at least 1.</param>
/// <param name="MaximumSide">Largest side in pixels.</param>
public sealed record Cutout(int MinimumSide, int MaximumSide) : ImageTransform
{
    /// <summary>Share of the images that lose a square.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Whether the square is filled with uniform noise rather than zeros.</summary>
    public bool Noise { get; init; }

    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random)
    {
        if (!random.NextChance(Probability))
            return;
        var (height, width) = (image.Shape.Height, image.Shape.Width);
        var side = MinimumSide + random.NextInt(MaximumSide - MinimumSide + 1);
        var (top, left) = (random.NextInt(height) - (side / 2), random.NextInt(width) - (side / 2));
        var (first, end) = (Math.Max(0, left), Math.Min(width, left + side));
        for (var channel = 0; channel < image.Shape.Channels; channel++)
        {
            for (var y = Math.Max(0, top); y < Math.Min(height, top + side); y++)
            {
                var row = ((channel * height) + y) * width;
                foreach (ref var pixel in image.Pixels[(row + first)..(row + end)])
                    pixel = Noise ? (byte)random.NextInt(image.Maximum + 1) : (byte)0;
            }
        }
    }
}
