using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>One random change of one image's pixels. Plugins may bring their own; it must draw from the stream alone and keep no state.</summary>
public abstract record ImageTransform
{
    /// <summary>Changes an image.</summary>
    /// <param name="image">The image; many images are changed at once on different threads.</param>
    /// <param name="random">The stream of this view.</param>
    public abstract void Apply(PixelImage image, RandomStream random);
}
