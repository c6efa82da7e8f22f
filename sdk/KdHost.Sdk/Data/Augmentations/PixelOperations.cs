namespace KdHost.Sdk.Data.Augmentations;

/// <summary>Operations of Pillow's <c>ImageOps</c> and <c>ImageEnhance</c> on bytes from 0 to 255.</summary>
internal static class PixelOperations
{
    private const int Levels = 256;

    /// <summary>Pixels become 255 minus themselves.</summary>
    public static void Invert(PixelImage image) => Solarize(image, 0);

    /// <summary>Pixels from a threshold on are inverted.</summary>
    public static void Solarize(PixelImage image, int threshold) => Map(image, value => value < threshold ? value : Levels - 1 - value);

    /// <summary>A number is added to the pixels of the darker half.</summary>
    public static void SolarizeAdd(PixelImage image, int add) => Map(image, value => value < Levels / 2 ? Math.Min(Levels - 1, value + add) : value);

    /// <summary>Keeps the highest bits.</summary>
    public static void Posterize(PixelImage image, int bits) => Map(image, value => bits >= 8 ? value : value & ~((1 << (8 - bits)) - 1));

    /// <summary>Stretches each channel to the whole range.</summary>
    public static void AutoContrast(PixelImage image) => EachChannel(image, histogram =>
    {
        var (low, high) = (Array.FindIndex(histogram, count => count > 0), Array.FindLastIndex(histogram, count => count > 0));
        var scale = high > low ? (Levels - 1.0) / (high - low) : 1;
        var offset = high > low ? -low * scale : 0;
        return value => (int)((value * scale) + offset);
    });

    /// <summary>Makes the values of each channel about equally frequent.</summary>
    public static void Equalize(PixelImage image) => EachChannel(image, histogram =>
    {
        var last = Array.FindLast(histogram, count => count > 0);
        var step = (histogram.Sum() - last) / (Levels - 1);
        if (step == 0)
            return value => value;
        var table = new int[Levels];
        var sum = step / 2;
        for (var value = 0; value < Levels; value++)
        {
            table[value] = sum / step;
            sum += histogram[value];
        }

        return value => table[value];
    });

    /// <summary>Blends with black; factor 1 leaves the image.</summary>
    public static void Brightness(PixelImage image, double factor) => Map(image, value => Blend(0, value, factor));

    /// <summary>Blends with the mean grey.</summary>
    public static void Contrast(PixelImage image, double factor)
    {
        var grey = Grey(image);
        var sum = 0L;
        foreach (var value in grey)
            sum += value;
        var mean = (int)(((double)sum / grey.Length) + 0.5);
        Map(image, value => Blend(mean, value, factor));
    }

    /// <summary>Blends with the grey version.</summary>
    public static void Colour(PixelImage image, double factor)
    {
        if (image.Shape.Channels != 3)
            return;
        var grey = Grey(image);
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Blend(grey[i % grey.Length], pixels[i], factor);
    }

    /// <summary>Blends with a smoothed version; pixels at the edges stay.</summary>
    public static void Sharpness(PixelImage image, double factor)
    {
        var (height, width) = (image.Shape.Height, image.Shape.Width);
        var pixels = image.Pixels;
        var sharp = image.Spare;
        pixels.CopyTo(sharp);
        for (var channel = 0; channel < image.Shape.Channels; channel++)
        {
            for (var y = 1; y < height - 1; y++)
            {
                for (var x = 1; x < width - 1; x++)
                {
                    var at = (((channel * height) + y) * width) + x;
                    var sum = 4 * pixels[at];
                    for (var row = at - width - 1; row <= at + width - 1; row += width)
                        sum += pixels[row] + pixels[row + 1] + pixels[row + 2];
                    sharp[at] = (byte)Blend((int)((sum / 13.0) + 0.5), pixels[at], factor);
                }
            }
        }

        image.Swap();
    }

    /// <summary>Pillow's blend: the fraction is cut off, what leaves the range is clipped.</summary>
    private static int Blend(int degenerate, int value, double factor) => Math.Clamp((int)(degenerate + ((float)factor * (value - degenerate))), 0, Levels - 1);

    private static byte[] Grey(PixelImage image)
    {
        var plane = image.Shape.Height * image.Shape.Width;
        var pixels = image.Pixels;
        if (image.Shape.Channels != 3)
            return pixels[..plane].ToArray();
        var grey = new byte[plane];
        for (var i = 0; i < plane; i++)
            grey[i] = (byte)(((pixels[i] * 19595) + (pixels[i + plane] * 38470) + (pixels[i + (2 * plane)] * 7471) + 0x8000) >> 16);
        return grey;
    }

    private static void Map(PixelImage image, Func<int, int> map) => image.Map(Table(map));

    private static byte[] Table(Func<int, int> map)
    {
        var table = new byte[Levels];
        for (var value = 0; value < Levels; value++)
            table[value] = (byte)Math.Clamp(map(value), 0, Levels - 1);
        return table;
    }

    private static void EachChannel(PixelImage image, Func<int[], Func<int, int>> map)
    {
        var plane = image.Shape.Height * image.Shape.Width;
        for (var start = 0; start < image.Shape.Size; start += plane)
        {
            var values = image.Pixels.Slice(start, plane);
            var histogram = new int[Levels];
            foreach (var value in values)
                histogram[value]++;
            var table = Table(map(histogram));
            foreach (ref var value in values)
                value = table[value];
        }
    }
}
