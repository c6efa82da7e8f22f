using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Tests.Data.Augmentations;

/// <summary>Small images for tests of augmentation.</summary>
internal static class Pictures
{
    /// <summary>An image of some pixels.</summary>
    public static PixelImage Of(ImageShape shape, params byte[] pixels)
    {
        var image = new PixelImage(shape, 255, [.. Enumerable.Repeat((byte)9, shape.Channels)]);
        pixels.CopyTo(image.Pixels);
        return image;
    }

    /// <summary>An image of random pixels.</summary>
    public static PixelImage Random(ImageShape shape, long seed)
    {
        var random = new RandomStream(seed);
        return Of(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => (byte)random.NextInt(256))]);
    }
}
