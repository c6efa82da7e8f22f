namespace KdHost.Sdk.Data.Augmentations;

/// <summary>Lets operations that are defined on 0 to 255 work on images with another largest value, such as digits with 0 to 16.</summary>
internal static class FullRange
{
    public static void Apply(PixelImage image, Action<PixelImage> change)
    {
        if (image.Maximum == byte.MaxValue)
        {
            change(image);
            return;
        }

        double maximum = image.Maximum;
        image.Map([.. Enumerable.Range(0, 256).Select(value => (byte)Math.Min(255, Math.Round(value * 255 / maximum)))]);
        change(image);
        image.Map([.. Enumerable.Range(0, 256).Select(value => (byte)Math.Round(value * maximum / 255))]);
    }
}
