namespace KdHost.Sdk.Data.Augmentations;

/// <summary>
/// How training images are varied. Every draw is a function of (seed, epoch, image, copy), mixing of (seed, epoch, batch), so that a view
/// depends on no thread and no other image, can be made again at any time, and resuming needs counters only.
/// </summary>
/// <remarks>
/// In this order: <see cref="Crop"/> as the image is read; <see cref="Transforms"/> on its bytes; normalisation; <see cref="Erasing"/>; and
/// <see cref="Mixing"/> on the whole batch. The teacher is given the same tensors as the student.
/// </remarks>
public sealed record Augmentation
{
    /// <summary>Images as they are.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>Cuts a random part out of each image; null for the whole image (from disk, its central part).</summary>
    public RandomResizedCrop? Crop { get; init; }

    /// <summary>What is done to the pixels, in this order.</summary>
    public IReadOnlyList<ImageTransform> Transforms { get; init; } = [];

    /// <summary>Overwrites a part of each normalised image; null for none.</summary>
    public RandomErasing? Erasing { get; init; }

    /// <summary>Mixes the images of a batch; null for none.</summary>
    public BatchMixing? Mixing { get; init; }

    /// <summary>
    /// Views of each image in a batch (repeated augmentation: E. Hoffer et al., "Augment your batch", CVPR 2020). An epoch keeps its number of
    /// images, so that only about one in <see cref="Repeats"/> of them is seen in it.
    /// </summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The usual recipe for 32x32 images: four zero pixels around, a random crop, a flip of every other image.</summary>
    public static Augmentation CropAndFlip { get; } = new() { Transforms = [new PadCrop(4), new Flip()] };
}
