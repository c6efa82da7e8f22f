namespace KdHost.Sdk.Data.Augmentations;

/// <summary>The pixels of one image while it is augmented, with room for its next version.</summary>
public sealed class PixelImage
{
    private byte[] _pixels, _spare;

    /// <summary>Makes an image of zeros.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="maximum">Largest pixel value of the data set, at most 255.</param>
    /// <param name="fill">One value a channel for places that an image leaves empty, usually the data set's mean.</param>
    public PixelImage(ImageShape shape, byte maximum, IReadOnlyList<byte> fill)
    {
        (Shape, Maximum, Fill) = (shape, maximum, fill);
        _pixels = new byte[shape.Size];
        _spare = new byte[shape.Size];
    }

    /// <summary>Shape of the image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Largest pixel value of the data set.</summary>
    public byte Maximum { get; }

    /// <summary>One value a channel for places that the image leaves empty.</summary>
    public IReadOnlyList<byte> Fill { get; }

    /// <summary>The image, row-major <c>[C, H, W]</c>.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>Room for the next version of the image; its content is undefined.</summary>
    public Span<byte> Spare => _spare;

    /// <summary>Makes <see cref="Spare"/> the image.</summary>
    public void Swap() => (_pixels, _spare) = (_spare, _pixels);

    /// <summary>Replaces every value by that of a table.</summary>
    /// <param name="table">256 values.</param>
    internal void Map(ReadOnlySpan<byte> table)
    {
        foreach (ref var pixel in Pixels)
            pixel = table[pixel];
    }
}
