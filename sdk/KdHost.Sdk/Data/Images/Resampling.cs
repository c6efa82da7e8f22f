namespace KdHost.Sdk.Data.Images;

/// <summary>
/// Resizes parts of images with the triangle filter that is widened when the image shrinks: Pillow's BILINEAR, with the weights of
/// each output pixel summing to 1.
/// </summary>
internal static class Resampling
{
    /// <summary>Cuts a part out of an image <c>[C, H, W]</c> and resizes it.</summary>
    public static void Resize(ReadOnlySpan<byte> source, ImageShape shape, PixelBox box, Span<byte> target, int height, int width)
    {
        var (columns, rows) = (Taps.Of(box.Width, width), Taps.Of(box.Height, height));
        var middle = new float[box.Height * width];
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var plane = source.Slice(channel * shape.Height * shape.Width, shape.Height * shape.Width);
            for (var y = 0; y < box.Height; y++)
            {
                var row = plane.Slice(((box.Top + y) * shape.Width) + box.Left, box.Width);
                for (var x = 0; x < width; x++)
                    middle[(y * width) + x] = columns[x].Sum(row);
            }

            Vertical(middle, rows, target.Slice(channel * height * width, height * width), width);
        }
    }

    private static void Vertical(float[] middle, Taps[] rows, Span<byte> plane, int width)
    {
        var sums = new float[width];
        for (var y = 0; y < rows.Length; y++)
        {
            Array.Clear(sums);
            var taps = rows[y];
            for (var k = 0; k < taps.Weights.Length; k++)
            {
                var line = middle.AsSpan((taps.First + k) * width, width);
                for (var x = 0; x < width; x++)
                    sums[x] += taps.Weights[k] * line[x];
            }

            for (var x = 0; x < width; x++)
                plane[(y * width) + x] = (byte)Math.Clamp(sums[x] + 0.5f, 0, 255);
        }
    }

    /// <summary>The input pixels that make one output pixel.</summary>
    private readonly record struct Taps(int First, float[] Weights)
    {
        public static Taps[] Of(int from, int to)
        {
            var taps = new Taps[to];
            var scale = (double)from / to;
            var support = Math.Max(1, scale);
            for (var i = 0; i < to; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = Math.Max(0, (int)(centre - support + 0.5));
                var end = Math.Min(from, (int)(centre + support + 0.5));
                var weights = new double[end - first];
                for (var k = 0; k < weights.Length; k++)
                    weights[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / support));
                var sum = weights.Sum();
                taps[i] = new Taps(first, Array.ConvertAll(weights, weight => (float)(weight / sum)));
            }

            return taps;
        }

        public float Sum(ReadOnlySpan<byte> row)
        {
            var sum = 0f;
            for (var k = 0; k < Weights.Length; k++)
                sum += Weights[k] * row[First + k];
            return sum;
        }
    }
}
