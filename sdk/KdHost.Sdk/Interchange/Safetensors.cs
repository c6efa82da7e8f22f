using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;
using TorchSharp;

namespace KdHost.Sdk.Interchange;

/// <summary>
/// Reads and writes the safetensors format: an 8-byte little-endian header length, a JSON header with type, shape and byte range of
/// each tensor, then the raw bytes in row-major order.
/// </summary>
public static class Safetensors
{
    private const int MaximumHeader = 100_000_000;

    private static readonly Dictionary<torch.ScalarType, string> TypeNames = new()
    {
        [torch.ScalarType.Float64] = "F64", [torch.ScalarType.Float32] = "F32", [torch.ScalarType.Float16] = "F16", [torch.ScalarType.BFloat16] = "BF16",
        [torch.ScalarType.Int64] = "I64", [torch.ScalarType.Int32] = "I32", [torch.ScalarType.Int16] = "I16", [torch.ScalarType.Int8] = "I8",
        [torch.ScalarType.Byte] = "U8", [torch.ScalarType.Bool] = "BOOL",
    };

    private static readonly Dictionary<string, torch.ScalarType> Types = TypeNames.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Writes tensors to a file, in the order given.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="tensors">Names and tensors; any device.</param>
    public static void Save(string path, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors)
    {
        using var scope = torch.NewDisposeScope();
        var contiguous = tensors.Select(pair => (Name: pair.Key, Tensor: pair.Value.detach().cpu().contiguous())).ToList();
        var header = new JsonObject();
        long offset = 0;
        foreach (var (name, tensor) in contiguous)
        {
            var end = offset + (tensor.numel() * tensor.element_size());
            header[name] = new JsonObject
            {
                ["dtype"] = TypeNames[tensor.dtype],
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + 7) / 8 * 8; // the data starts aligned
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded);
        file.Write(length);
        file.Write(json);
        for (var i = json.Length; i < padded; i++)
            file.WriteByte((byte)' ');
        foreach (var (_, tensor) in contiguous)
            file.Write(tensor.bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads all tensors of a file into the current dispose scope, on the CPU.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FaultException">The file is not well formed.</exception>
    public static IReadOnlyDictionary<string, torch.Tensor> Load(string path)
    {
        using var file = File.OpenRead(path);
        var header = ReadHeader(path, file);
        var start = file.Position;
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var property in header.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            try
            {
                var entry = property.Value;
                var type = Types[entry.GetProperty("dtype").GetString()!];
                var shape = entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
                var offsets = entry.GetProperty("data_offsets");
                var (from, to) = (offsets[0].GetInt64(), offsets[1].GetInt64());
                var tensor = torch.empty(shape, type);
                if (from < 0 || to - from != tensor.numel() * tensor.element_size() || start + to > file.Length)
                    throw Malformed(path, $"bytes {from} to {to} for tensor {property.Name}", "a range inside the file that fits type and shape");
                file.Position = start + from;
                file.ReadExactly(tensor.bytes);
                tensors.Add(property.Name, tensor);
            }
            catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
            {
                throw Malformed(path, $"the header entry of tensor {property.Name}", "dtype, shape and data_offsets", error);
            }
        }

        return tensors;
    }

    private static JsonElement ReadHeader(string path, FileStream file)
    {
        try
        {
            Span<byte> prefix = stackalloc byte[8];
            file.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (length is < 2 or > MaximumHeader || length > file.Length - 8)
                throw Malformed(path, $"a header of {length} bytes in a file of {file.Length}", "a header that fits into the file");
            var json = new byte[length];
            file.ReadExactly(json);
            return JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (Exception error) when (error is JsonException or EndOfStreamException)
        {
            throw Malformed(path, "no readable header", "a JSON header behind an 8-byte length", error);
        }
    }

    private static FaultException Malformed(string path, string found, string expected, Exception? inner = null) =>
        new(new Fault("this is not a well-formed safetensors file") { File = path, Found = found, Expected = expected, Fix = "write the file again" }, inner);
}
