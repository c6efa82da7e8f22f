namespace KdHost.Sdk.Data.Augmentations;

/// <summary>From a place in the output to the place in the input: <c>(A x + B y + C, D x + E y + F)</c>, pixel centres at half numbers.</summary>
internal readonly record struct AffineMap(double A, double B, double C, double D, double E, double F)
{
    /// <summary>The same linear part about a centre, after a move of the output.</summary>
    public AffineMap About(double x, double y, double right = 0, double down = 0) =>
        this with { C = x - (A * (x + right)) - (B * (y + down)), F = y - (D * (x + right)) - (E * (y + down)) };
}

/// <summary>
/// Resamples an image through an affine map as Pillow does: a place outside the image takes the fill, near an edge the edge pixels are
/// repeated. Values are rounded.
/// </summary>
internal static class Warp
{
    /// <summary>Resamples an image.</summary>
    public static void Apply(PixelImage image, AffineMap map, bool bicubic, bool zero)
    {
        var (height, width) = (image.Shape.Height, image.Shape.Width);
        var plane = height * width;
        var pixels = image.Pixels;
        var warped = image.Spare;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var column = (map.A * (x + 0.5)) + (map.B * (y + 0.5)) + map.C;
                var row = (map.D * (x + 0.5)) + (map.E * (y + 0.5)) + map.F;
                var isOutside = !(column >= 0 && column < width && row >= 0 && row < height);
                for (var channel = 0; channel < image.Shape.Channels; channel++)
                {
                    warped[(channel * plane) + (y * width) + x] = isOutside ? (zero ? (byte)0 : image.Fill[channel])
                        : bicubic ? Bicubic(pixels.Slice(channel * plane, plane), height, width, row - 0.5, column - 0.5, image.Maximum)
                        : Bilinear(pixels.Slice(channel * plane, plane), height, width, row - 0.5, column - 0.5);
                }
            }
        }

        image.Swap();
    }

    private static byte Bilinear(ReadOnlySpan<byte> plane, int height, int width, double row, double column)
    {
        var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (dy, dx) = (row - top, column - left);
        var (upper, lower) = (Math.Max(top, 0) * width, Math.Min(top + 1, height - 1) * width);
        var (before, after) = (Math.Max(left, 0), Math.Min(left + 1, width - 1));
        var above = plane[upper + before] + (dx * (plane[upper + after] - plane[upper + before]));
        var below = plane[lower + before] + (dx * (plane[lower + after] - plane[lower + before]));
        return (byte)(above + (dy * (below - above)) + 0.5);
    }

    private static byte Bicubic(ReadOnlySpan<byte> plane, int height, int width, double row, double column, byte maximum)
    {
        var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (dy, dx) = (row - top, column - left);
        Span<double> lines = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            var line = plane.Slice(Math.Clamp(top - 1 + i, 0, height - 1) * width, width);
            lines[i] = Cubic(
                line[Math.Clamp(left - 1, 0, width - 1)], line[Math.Clamp(left, 0, width - 1)], line[Math.Clamp(left + 1, 0, width - 1)], line[Math.Clamp(left + 2, 0, width - 1)], dx);
        }

        return (byte)Math.Clamp(Cubic(lines[0], lines[1], lines[2], lines[3], dy) + 0.5, 0, maximum);
    }

    // Cubic convolution with a = -1, Pillow's choice for transforms.
    private static double Cubic(double a, double b, double c, double d, double at)
    {
        var p2 = -a + c;
        var p3 = (2 * (a - b)) + c - d;
        var p4 = -a + b - c + d;
        return b + (at * (p2 + (at * (p3 + (at * p4)))));
    }
}
