using System.IO.Compression;

namespace KdHost.Sdk.Data.Files;

/// <summary>Reads whole files, packed with gzip or not, up to a size.</summary>
internal static class PackedFile
{
    /// <summary>The file, or the same with <c>.gz</c>; null when neither is there.</summary>
    public static string? Find(string path) => File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;

    /// <summary>All bytes of a file.</summary>
    /// <param name="path">The file; unpacked when its name ends in <c>.gz</c>.</param>
    /// <param name="largest">Largest number of bytes.</param>
    /// <exception cref="Faults.FaultException">The file is larger or not whole.</exception>
    public static byte[] ReadAll(string path, long largest)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var buffer = new MemoryStream();
            var block = new byte[1 << 16];
            int read;
            while ((read = content.Read(block)) > 0)
            {
                if (buffer.Length + read > largest)
                    throw DamagedFile.Fault(path, $"more than {largest} bytes", $"at most {largest} bytes");
                buffer.Write(block, 0, read);
            }

            return buffer.ToArray();
        }
        catch (InvalidDataException error)
        {
            throw DamagedFile.Fault(path, "not whole gzip data", "a whole gzip file", error);
        }
    }
}
