using System.Runtime.ExceptionServices;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Images;

/// <summary>Makes normalised views of images: each a function of (seed of the epoch, image, copy) alone, so threads don't matter.</summary>
internal sealed class ViewRenderer(ImageSet images, ImageSource source, Augmentation augmentation, int threads)
{
    // Below this many images a thread has too little to do for its start to be worth while.
    private const int LeastImagesOfThread = 16;

    private readonly Normalisation _normalisation = new(source);
    private readonly byte[] _fill = [.. source.Mean.Select(mean => (byte)Math.Round(mean * source.PixelScale))];
    private readonly bool _isRandom = augmentation.Crop is not null || augmentation.Transforms.Count > 0 || augmentation.Erasing is not null;

    /// <summary>Renders views.</summary>
    /// <param name="seed">Seed of the epoch.</param>
    /// <param name="positions">Images of the set.</param>
    /// <param name="copies">Which copy of each image.</param>
    /// <param name="target">Takes <c>[B, C, H, W]</c>.</param>
    public unsafe void Render(long seed, int[] positions, int[] copies, float* target)
    {
        var workers = Math.Clamp(positions.Length / LeastImagesOfThread, 1, images.IsOnDisk || _isRandom ? threads : 1);
        if (workers == 1)
        {
            Render(seed, positions, copies, target, 0, 1);
            return;
        }

        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker => Render(seed, positions, copies, target, worker, workers));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]); // what is wrong with one file, not that something is wrong with some
        }
    }

    private unsafe void Render(long seed, int[] positions, int[] copies, float* target, int first, int stride)
    {
        var size = images.Shape.Size;
        var image = new PixelImage(images.Shape, (byte)source.PixelScale, _fill);
        for (var i = first; i < positions.Length; i += stride)
            Render(image, positions[i], _isRandom ? Seeds.Stream(seed, positions[i], copies[i]) : null, new Span<float>(target + ((long)i * size), size));
    }

    private void Render(PixelImage image, int position, RandomStream? random, Span<float> view)
    {
        images.CopyTo(position, augmentation.Crop is { } crop ? (height, width) => crop.Draw(height, width, random!) : null, image.Pixels);
        foreach (var transform in augmentation.Transforms)
            transform.Apply(image, random!);
        _normalisation.Apply(image.Pixels, view);
        augmentation.Erasing?.Apply(view, images.Shape, random!);
    }
}
