using System.IO.Hashing;
using System.Text;
using KdHost.Sdk.Faults;
using SkiaSharp;

namespace KdHost.Sdk.Data.Images;

/// <summary>Images in files of any size, decoded when they are wanted; nothing is kept in memory.</summary>
internal sealed class FolderImages(ImageShape shape, IReadOnlyList<string> files) : ImageStore(shape)
{
    // The usual limit against files that unpack to gigabytes (Pillow's).
    private const long MaximumPixels = 89_478_485;

    // Evaluation as in timm's recipes: the shorter side at size / 0.95, then the centre.
    private const double CentralShare = 0.95;

    public override bool IsOnDisk => true;

    public override void Read(int place, Func<int, int, PixelBox>? crop, Span<byte> pixels)
    {
        var path = files[place];
        using var codec = SKCodec.Create(path, out var result) ?? throw Unreadable(path, result.ToString());
        var (height, width) = (codec.Info.Height, codec.Info.Width);
        if ((long)height * width > MaximumPixels || height < 1 || width < 1)
            throw Unreadable(path, $"an image of {width}x{height} pixels");
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var decoded = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (decoded != SKCodecResult.Success)
            throw Unreadable(path, decoded.ToString());

        var box = crop?.Invoke(height, width) ?? Central(height, width);
        var part = new byte[Shape.Channels * box.Height * box.Width];
        Planes(bitmap.GetPixelSpan(), bitmap.RowBytes, box, part);
        Resampling.Resize(part, new ImageShape(Shape.Channels, box.Height, box.Width), new PixelBox(0, 0, box.Height, box.Width), pixels, Shape.Height, Shape.Width);
    }

    public override void AppendTo(XxHash128 hash, int place)
    {
        var file = new FileInfo(files[place]);
        hash.Append(Encoding.UTF8.GetBytes($"{file.Directory!.Name}/{file.Name} {file.Length}\n"));
    }

    private PixelBox Central(int height, int width)
    {
        var scale = Math.Min(height / (double)Shape.Height, width / (double)Shape.Width) * CentralShare;
        var (rows, columns) = (Math.Clamp((int)Math.Round(Shape.Height * scale), 1, height), Math.Clamp((int)Math.Round(Shape.Width * scale), 1, width));
        return new PixelBox((height - rows) / 2, (width - columns) / 2, rows, columns);
    }

    private void Planes(ReadOnlySpan<byte> rgba, int rowBytes, PixelBox box, byte[] planes)
    {
        var plane = box.Height * box.Width;
        for (var y = 0; y < box.Height; y++)
        {
            var row = rgba.Slice(((box.Top + y) * rowBytes) + (box.Left * 4), box.Width * 4);
            for (var x = 0; x < box.Width; x++)
            {
                for (var channel = 0; channel < Shape.Channels; channel++)
                    planes[(channel * plane) + (y * box.Width) + x] = row[(x * 4) + channel];
            }
        }
    }

    private static FaultException Unreadable(string path, string found) => new(new Fault("this image can't be read")
    {
        File = path,
        Found = found,
        Expected = $"a whole JPEG, PNG, BMP, GIF or WebP image of at most {MaximumPixels / 1_000_000} million pixels",
        Fix = "mend or delete the file",
    });
}
