using System.IO.Hashing;

namespace KdHost.Sdk.Data.Images;

/// <summary>Images in memory, one after the other.</summary>
internal sealed class MemoryImages(ImageShape shape, byte[] pixels) : ImageStore(shape)
{
    public override bool IsOnDisk => false;

    public override void Read(int place, Func<int, int, PixelBox>? crop, Span<byte> target)
    {
        var image = pixels.AsSpan(place * Shape.Size, Shape.Size);
        if (crop is null)
            image.CopyTo(target);
        else
            Resampling.Resize(image, Shape, crop(Shape.Height, Shape.Width), target, Shape.Height, Shape.Width);
    }

    public override void AppendTo(XxHash128 hash, int place) => hash.Append(pixels.AsSpan(place * Shape.Size, Shape.Size));
}
