using System.Buffers.Binary;
using System.Text;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>
/// Reads the small part of Python's pickle format, protocol 2, that the Planetoid files use. Nothing is executed: the few classes that may occur are
/// built by <see cref="PickleValues"/>, every other class and instruction is refused. What is read is bounded by the length of the file.
/// </summary>
internal sealed class PickleReader
{
    private static readonly object Mark = new();

    private readonly byte[] _content;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<int, object?> _memo = [];
    private int _position;

    private PickleReader(byte[] content) => _content = content;

    /// <summary>The value that a pickle holds.</summary>
    /// <exception cref="FormatException">Something in it is not allowed, or it ends too early.</exception>
    public static object? Read(byte[] content) => new PickleReader(content).Run();

    private object? Run()
    {
        while (true)
        {
            var at = _position;
            var code = (char)Take(1)[0];
            switch (code)
            {
                case '.':
                    return _position == _content.Length && _stack.Count == 1 ? _stack[0] : throw new FormatException("bytes after the end of the pickle");
                case '\u0080' when Take(1)[0] == 2:
                    break;
                case '(':
                    _stack.Add(Mark);
                    break;
                case 'q':
                    _memo[Take(1)[0]] = Top();
                    break;
                case 'r':
                    _memo[Int32()] = Top();
                    break;
                case 'h':
                    _stack.Add(Memo(Take(1)[0]));
                    break;
                case 'j':
                    _stack.Add(Memo(Int32()));
                    break;
                case 'e':
                    var items = ToMark();
                    ((Top() as List<object?>) ?? throw Wrong(code, at)).AddRange(items);
                    break;
                case 'a':
                    var item = Pop();
                    ((Top() as List<object?>) ?? throw Wrong(code, at)).Add(item);
                    break;
                case 'u':
                    SetItems(ToMark(), code, at);
                    break;
                case 's':
                    var value = Pop();
                    SetItems([Pop(), value], code, at);
                    break;
                case 'b':
                    var state = Pop();
                    PickleValues.Build(Top(), state);
                    break;
                case 'R':
                    var arguments = Pop() as object?[] ?? throw Wrong(code, at);
                    _stack.Add(PickleValues.Call(Pop(), arguments));
                    break;
                case '\u0081':
                    var none = Pop() as object?[] ?? throw Wrong(code, at);
                    _stack.Add(PickleValues.New(Pop(), none));
                    break;
                default:
                    _stack.Add(Value(code, at));
                    break;
            }
        }
    }

    private object? Value(char code, int at) => code switch
    {
        'N' => null,
        '\u0088' => true,
        '\u0089' => false,
        'J' => (long)Int32(),
        'K' => (long)Take(1)[0],
        'M' => (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        '\u008a' => Long(Take(Take(1)[0])),
        'G' => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        'U' => Take(Take(1)[0]).ToArray(),
        'T' => Take(Int32()).ToArray(),
        'X' => Take(Int32()).ToArray(),
        'c' => PickleValues.Global(Line(), Line()),
        ')' => Array.Empty<object?>(),
        ']' => new List<object?>(),
        '}' => new Dictionary<object, object?>(),
        't' => ToMark(),
        '\u0085' => new[] { Pop() },
        '\u0086' => Tuple(2),
        '\u0087' => Tuple(3),
        _ => throw Wrong(code, at),
    };

    private static FormatException Wrong(char code, int at) => new($"instruction 0x{(int)code:x2} at byte {at}, which these files do not use (nothing was executed)");

    private static long Long(ReadOnlySpan<byte> bytes) => bytes.Length <= 8
        ? (long)new System.Numerics.BigInteger(bytes)
        : throw new FormatException($"a number of {bytes.Length} bytes");

    private void SetItems(object?[] pairs, char code, int at)
    {
        if (Top() is not Dictionary<object, object?> dictionary || pairs.Length % 2 != 0)
            throw Wrong(code, at);
        for (var i = 0; i < pairs.Length; i += 2)
            dictionary[PickleValues.Key(pairs[i])] = pairs[i + 1];
    }

    private object?[] Tuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            items[i] = Pop();
        return items;
    }

    private object?[] ToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
            throw new FormatException("a list without a beginning");
        object?[] items = [.. _stack.Skip(mark + 1)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object? Top() => _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw new FormatException("an instruction without a value");

    private object? Memo(int index) => _memo.TryGetValue(index, out var value) ? value : throw new FormatException($"value {index} before it was kept");

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private string Line()
    {
        var end = Array.IndexOf(_content, (byte)'\n', _position);
        var line = end >= 0 ? Encoding.ASCII.GetString(Take(end - _position)) : throw new FormatException("the file ends too early");
        Take(1);
        return line;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _content.Length - _position)
            throw new FormatException("the file ends too early");
        _position += count;
        return _content.AsSpan(_position - count, count);
    }
}
