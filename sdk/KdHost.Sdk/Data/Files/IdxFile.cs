using System.Buffers.Binary;
using System.IO.Compression;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Files;

/// <summary>Reads gzip-packed IDX files: magic number, sizes as big-endian 32-bit integers, then bytes.</summary>
internal static class IdxFile
{
    private const int ImageMagic = 0x00000803, LabelMagic = 0x00000801, MaximumRecords = 10_000_000;

    /// <summary>Reads images and their labels.</summary>
    /// <exception cref="FaultException">A file is truncated, has another format or doesn't match the other one.</exception>
    public static ImageSet ReadPair(string images, string labels, ImageShape shape, int classes)
    {
        var pixels = Read(images, ImageMagic, [shape.Height, shape.Width]);
        var classLabels = Read(labels, LabelMagic, []);
        if (pixels.Length != (long)classLabels.Length * shape.Size)
            throw Damaged(labels, $"{classLabels.Length} labels for {pixels.Length / shape.Size} images of {Path.GetFileName(images)}", "one label an image");
        var wrong = Array.FindIndex(classLabels, label => label >= classes);
        if (wrong >= 0)
            throw Damaged(labels, $"class {classLabels[wrong]} at record {wrong}", $"classes 0 to {classes - 1}");
        return new ImageSet(shape, pixels, classLabels);
    }

    private static byte[] Read(string path, int magic, int[] sizes)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            if (ReadInt32(stream) is var found && found != magic)
                throw Damaged(path, $"magic number 0x{found:x8}", $"0x{magic:x8}, an IDX file of bytes");
            var count = ReadInt32(stream);
            if (count is < 0 or > MaximumRecords)
                throw Damaged(path, $"{count} records", $"at most {MaximumRecords}");
            foreach (var size in sizes)
            {
                if (ReadInt32(stream) is var actual && actual != size)
                    throw Damaged(path, $"images with a side of {actual} pixels", $"{size} pixels");
            }

            var content = new byte[count * sizes.Aggregate(1, (product, size) => product * size)];
            stream.ReadExactly(content);
            return stream.ReadByte() < 0 ? content : throw Damaged(path, "bytes after the last record", $"exactly {count} records");
        }
        catch (EndOfStreamException error)
        {
            throw Damaged(path, "the file ends too early", "a whole file", error);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, "not gzip data", "a gzip file", error);
        }
    }

    private static int ReadInt32(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static FaultException Damaged(string path, string found, string expected, Exception? inner = null) =>
        new(new Fault("this data file is damaged") { File = path, Found = found, Expected = expected, Fix = "delete the file and run again to download it anew" }, inner);
}
