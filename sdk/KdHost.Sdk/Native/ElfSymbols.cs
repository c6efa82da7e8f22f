using System.Buffers.Binary;
using System.Text;

namespace KdHost.Sdk.Native;

/// <summary>The dynamic symbols of a 64-bit little-endian ELF library (System V ABI, "Symbol Table").</summary>
/// <param name="Defined">Names that the library offers.</param>
/// <param name="Undefined">Names that it needs from elsewhere and can't do without.</param>
internal sealed record ElfSymbols(IReadOnlyCollection<string> Defined, IReadOnlyCollection<string> Undefined)
{
    private const uint DynamicSymbolSection = 11;
    private const int SymbolSize = 24;
    private const int WeakBinding = 2;

    /// <exception cref="InvalidDataException">The file is not such a library.</exception>
    public static ElfSymbols Read(string path)
    {
        using var file = File.OpenRead(path);
        var header = ReadAt(file, 0, 64);
        if (BinaryPrimitives.ReadUInt32BigEndian(header) != 0x7f454c46 || header[4] != 2 || header[5] != 1)
            throw new InvalidDataException($"{path} is not a 64-bit little-endian ELF library");

        var sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(58));
        var sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(60));
        var sections = ReadAt(file, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(40)), sectionSize * sectionCount);
        byte[] Contents(int section)
        {
            var entry = sections.AsSpan(section * sectionSize, sectionSize);
            return ReadAt(file, BinaryPrimitives.ReadInt64LittleEndian(entry[24..]), checked((int)BinaryPrimitives.ReadInt64LittleEndian(entry[32..])));
        }

        var (defined, undefined) = (new List<string>(), new List<string>());
        for (var s = 0; s < sectionCount; s++)
        {
            var entry = sections.AsSpan(s * sectionSize, sectionSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) != DynamicSymbolSection)
                continue;
            var strings = Contents((int)BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]));
            var symbols = Contents(s);
            for (var at = SymbolSize; at + SymbolSize <= symbols.Length; at += SymbolSize)
            {
                var name = Text(strings, (int)BinaryPrimitives.ReadUInt32LittleEndian(symbols.AsSpan(at)));
                if (BinaryPrimitives.ReadUInt16LittleEndian(symbols.AsSpan(at + 6)) != 0)
                    defined.Add(name);
                else if (symbols[at + 4] >> 4 != WeakBinding)
                    undefined.Add(name);
            }
        }

        return new ElfSymbols(defined, undefined);
    }

    private static byte[] ReadAt(FileStream file, long offset, int length)
    {
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string Text(byte[] strings, int start) =>
        Encoding.ASCII.GetString(strings, start, Array.IndexOf(strings, (byte)0, start) - start);
}
