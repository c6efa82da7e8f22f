using System.IO.Hashing;

namespace KdHost.Sdk.Data.Images;

/// <summary>Where the pixels of a set of images are.</summary>
internal abstract class ImageStore(ImageShape shape)
{
    /// <summary>Shape of one image as it is read.</summary>
    public ImageShape Shape { get; } = shape;

    /// <summary>Whether reading takes files and decoding.</summary>
    public abstract bool IsOnDisk { get; }

    /// <summary>Reads one image, <c>[C, H, W]</c>. Safe on many threads at once.</summary>
    /// <param name="place">Which image.</param>
    /// <param name="crop">Maps the height and width of the stored image to the part that is wanted; null for the usual one.</param>
    /// <param name="pixels">Takes the image.</param>
    public abstract void Read(int place, Func<int, int, PixelBox>? crop, Span<byte> pixels);

    /// <summary>Adds what identifies an image to a digest.</summary>
    public abstract void AppendTo(XxHash128 hash, int place);
}

/// <summary>A part of an image.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
internal readonly record struct PixelBox(int Top, int Left, int Height, int Width);
