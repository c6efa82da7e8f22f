using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>Pads an image with zeros and cuts its size out at a random place.</summary>
/// <param name="Padding">Pixels on each side, at least 0.</param>
public sealed record PadCrop(int Padding) : ImageTransform
{
    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random)
    {
        var (down, right) = (random.NextInt((2 * Padding) + 1) - Padding, random.NextInt((2 * Padding) + 1) - Padding);
        Translation.Move(image, down, right);
    }
}

/// <summary>Moves an image by whole pixels; what comes in is zero. Torchvision's random translation.</summary>
/// <param name="Share">Largest way as a share of height and width, in [0, 1].</param>
public sealed record Shift(double Share) : ImageTransform
{
    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random)
    {
        var down = (int)Math.Round(random.NextUniform(-Share, Share) * image.Shape.Height);
        var right = (int)Math.Round(random.NextUniform(-Share, Share) * image.Shape.Width);
        Translation.Move(image, down, right);
    }
}

/// <summary>Moves images by whole pixels, row by row.</summary>
internal static class Translation
{
    public static void Move(PixelImage image, int down, int right)
    {
        if (down == 0 && right == 0)
            return;
        var (height, width) = (image.Shape.Height, image.Shape.Width);
        var pixels = image.Pixels;
        var moved = image.Spare;
        moved.Clear();
        var kept = width - Math.Abs(right);
        if (kept > 0)
        {
            var (from, to) = (Math.Max(0, -right), Math.Max(0, right));
            for (var channel = 0; channel < image.Shape.Channels; channel++)
            {
                for (var y = Math.Max(0, down); y < Math.Min(height, height + down); y++)
                {
                    var row = ((channel * height) + y) * width;
                    pixels.Slice(row - (down * width) + from, kept).CopyTo(moved[(row + to)..]);
                }
            }
        }

        image.Swap();
    }
}
