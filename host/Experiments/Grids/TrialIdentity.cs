using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KdHost.Host.Experiments.Grids;

/// <summary>
/// Makes the ids of a method's points. What is hashed is the method and every option in its canonical text, as in
/// <see cref="TrialSpec.Of"/>, put together from bytes that are made once: a million ids take about a second.
/// </summary>
internal sealed class TrialIdentity
{
    private const int UsualLength = 1024;

    [ThreadStatic]
    private static byte[]? _buffer;

    private readonly MethodValues _values;
    private readonly List<(byte[] Constant, int Path)> _segments = [];
    private readonly byte[][][] _texts;

    public TrialIdentity(MethodValues values, IReadOnlyList<PathValues> paths)
    {
        _values = values;
        _texts = [.. paths.Select((path, p) => values.Option(p) is null ? [] : Enumerable.Range(0, path.Listed).Select(number => Encoding.UTF8.GetBytes(values.Text(p, number))).ToArray())];
        var numbers = paths.Index().ToDictionary(item => item.Item.Path, item => item.Index);
        var constant = new StringBuilder(values.Method.Attribute.Name);
        foreach (var option in values.Method.Schema.Options.OrderBy(option => option.Path, StringComparer.Ordinal))
        {
            constant.Append('\n').Append(option.Path).Append('=');
            if (!numbers.TryGetValue(option.Path, out var path))
            {
                constant.Append(values.SharedText(option));
                continue;
            }

            _segments.Add((Encoding.UTF8.GetBytes(constant.ToString()), path));
            constant.Clear();
        }

        _segments.Add((Encoding.UTF8.GetBytes(constant.ToString()), -1));
    }

    /// <summary>The id of a trial, or without a seed that of its configuration.</summary>
    public UInt128 Of(int[] point, long? seed)
    {
        var length = 0;
        foreach (var (constant, path) in _segments)
        {
            Append(constant, ref length);
            if (path >= 0)
                Append(point[path] < _texts[path].Length ? _texts[path][point[path]] : Encoding.UTF8.GetBytes(_values.Text(path, point[path])), ref length);
        }

        if (seed is { } number)
        {
            Append("\nseed="u8, ref length);
            Span<byte> digits = stackalloc byte[20];
            Utf8Formatter.TryFormat(number, digits, out var count);
            Append(digits[..count], ref length);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, length), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static void Append(ReadOnlySpan<byte> bytes, ref int length)
    {
        _buffer ??= new byte[UsualLength];
        if (length + bytes.Length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, length + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(length));
        length += bytes.Length;
    }
}
