using System.Buffers.Binary;
using System.IO.Compression;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Files;

/// <summary>Reads gzip-packed IDX files: magic number, sizes as big-endian 32-bit integers, then bytes.</summary>
internal static class IdxFile
{
    private const int ImageMagic = 0x00000803, LabelMagic = 0x00000801, MaximumRecords = 10_000_000;
    private const int LargestRatio = 1100; // deflate can't do better

    /// <summary>Reads images and their labels.</summary>
    /// <exception cref="FaultException">A file is truncated, has another format or doesn't match the other one.</exception>
    public static ImageSet ReadPair(string images, string labels, ImageShape shape, int classes)
    {
        var pixels = Read(images, ImageMagic, [shape.Height, shape.Width]);
        var classLabels = Read(labels, LabelMagic, []);
        if (pixels.Length != (long)classLabels.Length * shape.Size)
            throw DamagedFile.Fault(labels, $"{classLabels.Length} labels for {pixels.Length / shape.Size} images of {Path.GetFileName(images)}", "one label an image");
        var wrong = Array.FindIndex(classLabels, label => label >= classes);
        if (wrong >= 0)
            throw DamagedFile.Fault(labels, $"class {classLabels[wrong]} at record {wrong}", $"classes 0 to {classes - 1}");
        return new ImageSet(shape, pixels, Array.ConvertAll(classLabels, label => (int)label));
    }

    private static byte[] Read(string path, int magic, int[] sizes)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            if (ReadInt32(stream) is var found && found != magic)
                throw DamagedFile.Fault(path, $"magic number 0x{found:x8}", $"0x{magic:x8}, an IDX file of bytes");
            var count = ReadInt32(stream);
            if (count is < 0 or > MaximumRecords)
                throw DamagedFile.Fault(path, $"{count} records", $"at most {MaximumRecords}");
            foreach (var size in sizes)
            {
                if (ReadInt32(stream) is var actual && actual != size)
                    throw DamagedFile.Fault(path, $"images with a side of {actual} pixels", $"{size} pixels");
            }

            var length = count * sizes.Aggregate(1L, (product, size) => product * size);
            if (length > Math.Min(Array.MaxLength, new FileInfo(path).Length * LargestRatio))
                throw DamagedFile.Fault(path, $"{count} records in {new FileInfo(path).Length} packed bytes", "as many records as the file can hold");
            var content = new byte[length];
            stream.ReadExactly(content);
            return stream.ReadByte() < 0 ? content : throw DamagedFile.Fault(path, "bytes after the last record", $"exactly {count} records");
        }
        catch (EndOfStreamException error)
        {
            throw DamagedFile.Fault(path, "the file ends too early", "a whole file", error);
        }
        catch (InvalidDataException error)
        {
            throw DamagedFile.Fault(path, "not gzip data", "a gzip file", error);
        }
    }

    private static int ReadInt32(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }
}
