using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>An array of numbers in NumPy's format <c>.npy</c>, versions 1 and 2, little-endian and by rows. Objects, which would be pickles, are refused.</summary>
internal static partial class NumpyArray
{
    private const int LongestHeader = 1 << 16;
    private const byte FirstByte = 0x93;

    /// <summary>Reads an array as one row of numbers.</summary>
    /// <exception cref="FormatException">It is not such an array.</exception>
    public static double[] Read(ReadOnlySpan<byte> content)
    {
        if (content.Length < 12 || content[0] != FirstByte || !content[1..6].SequenceEqual("NUMPY"u8) || content[6] is not (1 or 2))
            throw new FormatException("no NumPy array");
        var start = content[6] == 1 ? 10 : 12;
        var length = content[6] == 1 ? MemoryMarshal.Read<ushort>(content[8..]) : MemoryMarshal.Read<uint>(content[8..]);
        if (length > LongestHeader || start + length > content.Length)
            throw new FormatException("a header that is too long");
        var header = Encoding.ASCII.GetString(content.Slice(start, (int)length));
        var (type, shape) = (Type().Match(header).Groups[1].Value, Shape().Match(header));
        if (!shape.Success || header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw new FormatException($"the header {header.Trim()}");
        var count = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Aggregate(1L, (product, size) => checked(product * long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture)));
        var values = content[(start + (int)length)..];
        return type switch
        {
            "<f4" => Convert<float>(values, count, value => value),
            "<f8" => Convert<double>(values, count, value => value),
            "<i4" => Convert<int>(values, count, value => value),
            "<i8" => Convert<long>(values, count, value => value),
            _ => throw new FormatException($"numbers of the type {type}"),
        };
    }

    private static double[] Convert<T>(ReadOnlySpan<byte> bytes, long count, Func<T, double> number)
        where T : struct
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes);
        if (values.Length != count || bytes.Length != count * Marshal.SizeOf<T>())
            throw new FormatException($"{bytes.Length} bytes for {count} numbers");
        var result = new double[count];
        for (var i = 0; i < result.Length; i++)
            result[i] = number(values[i]);
        return result;
    }

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape': \(([0-9, ]*)\)")]
    private static partial Regex Shape();
}
