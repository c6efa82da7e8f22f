using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace KdHost.Host.Journal;

/// <summary>
/// Writes points of curves as <see cref="JournalLine"/> writes a <see cref="MetricRecord"/>, by hand and without allocating: a method may log in
/// every step, and must not pay for it.
/// </summary>
internal sealed class MetricLine
{
    private const int ChecksumLength = 8, LongestNumbers = 128;

    private readonly Dictionary<string, byte[]> _heads = [];

    /// <summary>Bytes that the line of a metric takes at most.</summary>
    public int MaxLength(string name) => Head(name).Length + LongestNumbers;

    /// <summary>Writes a line with its line feed.</summary>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> target, string name, double value, long step, long time)
    {
        var json = target[(ChecksumLength + 1)..];
        var head = Head(name);
        head.CopyTo(json);
        var length = head.Length;
        length += Number(json[length..], value);
        length += Text(json[length..], ",\"step\":"u8);
        length += Number(json[length..], step);
        length += Text(json[length..], ",\"time\":"u8);
        length += Number(json[length..], time);
        json[length++] = (byte)'}';
        Hexadecimal(target, Crc32.HashToUInt32(json[..length]));
        target[ChecksumLength] = (byte)' ';
        json[length] = (byte)'\n';
        return ChecksumLength + 1 + length + 1;
    }

    private byte[] Head(string name)
    {
        if (_heads.TryGetValue(name, out var known))
            return known;
        return _heads[name] = Encoding.UTF8.GetBytes($"{{\"type\":\"metric\",\"name\":\"{JsonEncodedText.Encode(name)}\",\"value\":");
    }

    private static int Number(Span<byte> target, double value)
    {
        if (double.IsNaN(value))
            return Text(target, "\"NaN\""u8);
        if (double.IsInfinity(value))
            return Text(target, value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        Utf8Formatter.TryFormat(value, target, out var written);
        return written;
    }

    private static int Number(Span<byte> target, long value)
    {
        Utf8Formatter.TryFormat(value, target, out var written);
        return written;
    }

    private static int Text(Span<byte> target, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static void Hexadecimal(Span<byte> target, uint checksum)
    {
        for (var i = 0; i < ChecksumLength; i++)
            target[i] = "0123456789abcdef"u8[(int)(checksum >> (28 - (4 * i))) & 15];
    }
}
