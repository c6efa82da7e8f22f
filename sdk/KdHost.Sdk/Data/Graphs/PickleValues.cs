using System.Buffers.Binary;
using System.Text;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>The classes that may occur in a Planetoid pickle, as plain data.</summary>
internal static class PickleValues
{
    private static readonly HashSet<string> Globals =
    [
        "scipy.sparse.csr csr_matrix", "numpy.core.multiarray _reconstruct", "numpy ndarray", "numpy dtype", "collections defaultdict", "__builtin__ list",
    ];

    /// <summary>A class or function by name.</summary>
    public static object Global(string module, string name) => Globals.Contains($"{module} {name}")
        ? new GlobalName($"{module} {name}")
        : throw new FormatException($"the class {module}.{name}, which these files do not use (nothing was executed)");

    /// <summary>The few calls that are data in disguise.</summary>
    public static object Call(object? function, object?[] arguments) => (function as GlobalName)?.Name switch
    {
        "numpy.core.multiarray _reconstruct" => new NumberArray(),
        "numpy dtype" when arguments is [byte[] code, ..] => new NumberType { Code = Encoding.ASCII.GetString(code) },
        "collections defaultdict" => new Dictionary<object, object?>(),
        var name => throw new FormatException($"a call of {name ?? "something that is no function"} (nothing was executed)"),
    };

    /// <summary>The one class that is made without a call.</summary>
    public static object New(object? type, object?[] arguments) => (type as GlobalName)?.Name == "scipy.sparse.csr csr_matrix" && arguments.Length == 0
        ? new CompressedRows()
        : throw new FormatException("an object of a class that these files do not use (nothing was executed)");

    /// <summary>Fills an object with its state.</summary>
    public static void Build(object? target, object? state)
    {
        switch (target, state)
        {
            case (NumberType type, object?[] { Length: >= 2 } values):
                type.IsLittleEndian = values[1] is byte[] order && (Encoding.ASCII.GetString(order) is "<" or "|");
                break;
            case (NumberArray array, object?[] { Length: 5 } values) when values is [_, object?[] shape, NumberType type, bool isFortran, byte[] bytes]:
                array.Fill([.. shape.Select(size => size as long? ?? -1)], type, isFortran, bytes);
                break;
            case (CompressedRows rows, Dictionary<object, object?> values):
                rows.Fill(values);
                break;
            default:
                throw new FormatException("an object with a state that these files do not use");
        }
    }

    /// <summary>A key of a dictionary; byte strings become text.</summary>
    public static object Key(object? key) => key switch
    {
        byte[] text => Encoding.ASCII.GetString(text),
        long number => number,
        _ => throw new FormatException("a dictionary with keys that are neither numbers nor texts"),
    };

    private sealed record GlobalName(string Name);
}

/// <summary>Type of the numbers in an array.</summary>
internal sealed class NumberType
{
    public string Code { get; init; } = "";

    public bool IsLittleEndian { get; set; }

    public int Size => Code is "i4" or "f4" ? 4 : Code is "i8" or "f8" ? 8 : throw new FormatException($"numbers of type {Code}");
}

/// <summary>An array of numbers.</summary>
internal sealed class NumberArray
{
    public IReadOnlyList<long> Shape { get; private set; } = [];

    public double[] Values { get; private set; } = [];

    public void Fill(IReadOnlyList<long> shape, NumberType type, bool isFortran, byte[] bytes)
    {
        var count = bytes.Length / type.Size;
        if (!type.IsLittleEndian || (isFortran && shape.Count > 1) || bytes.Length % type.Size != 0 || shape.Any(size => size < 0) || shape.Aggregate(1.0, (product, size) => product * size) != count)
            throw new FormatException($"an array [{string.Join(", ", shape)}] of {type.Code} in {bytes.Length} bytes");
        Shape = shape;
        Values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var number = bytes.AsSpan(i * type.Size);
            Values[i] = type.Code switch
            {
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(number),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(number),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(number),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(number),
            };
        }
    }
}

/// <summary>A sparse matrix in compressed rows.</summary>
internal sealed class CompressedRows
{
    private int[] _starts = [0], _indices = [];
    private double[] _values = [];

    public int Rows { get; private set; }

    public int Columns { get; private set; }

    public void Fill(Dictionary<object, object?> state)
    {
        int[] Whole(string name) => state.GetValueOrDefault(name) is NumberArray { Shape.Count: 1 } array ? Array.ConvertAll(array.Values, value => (int)value) : throw new FormatException($"a sparse matrix without {name}");
        (Rows, Columns) = (state.GetValueOrDefault("_shape") as object?[]) is [long rows, long columns] ? (checked((int)rows), checked((int)columns)) : throw new FormatException("a sparse matrix without a shape");
        (_starts, _indices) = (Whole("indptr"), Whole("indices"));
        _values = (state.GetValueOrDefault("data") as NumberArray)?.Values ?? [];
        if (_starts.Length != Rows + 1 || _starts[0] != 0 || _starts[^1] != _indices.Length || _values.Length != _indices.Length
            || _starts.Zip(_starts.Skip(1)).Any(pair => pair.First > pair.Second) || _indices.Any(index => index < 0 || index >= Columns))
            throw new FormatException("a sparse matrix whose parts do not fit each other");
    }

    public IEnumerable<(int Column, float Value)> Row(int row)
    {
        for (var i = _starts[row]; i < _starts[row + 1]; i++)
            yield return (_indices[i], (float)_values[i]);
    }
}
