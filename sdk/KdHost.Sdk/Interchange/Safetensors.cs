using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace KdHost.Sdk.Interchange;

/// <summary>
/// Reads and writes whole safetensors files, the format in which weights travel between programs: a JSON header with type, shape and byte
/// range of each tensor, then the raw bytes in row-major order.
/// </summary>
public static class Safetensors
{
    private const int Alignment = 8;

    /// <summary>Writes tensors to a file in the order given, and flushes it to the disk.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="tensors">Names and tensors; any device.</param>
    /// <param name="metadata">Free texts for the reader.</param>
    public static void Save(string path, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var scope = torch.NewDisposeScope();
        var contiguous = tensors.Select(pair => (Name: pair.Key, Tensor: pair.Value.detach().cpu().contiguous())).ToList();
        var header = new JsonObject();
        if (metadata is not null)
            header["__metadata__"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        long offset = 0;
        foreach (var (name, tensor) in contiguous)
        {
            var end = offset + (tensor.numel() * tensor.element_size());
            header[name] = new JsonObject
            {
                ["dtype"] = SafetensorsTypes.Name(tensor.dtype),
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        WriteHeader(file, JsonSerializer.SerializeToUtf8Bytes(header));
        foreach (var (_, tensor) in contiguous.Where(pair => pair.Tensor.numel() > 0))
            file.Write(tensor.bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads all tensors of a file into the current dispose scope, on the CPU.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Faults.FaultException">The file is not well formed, or holds a type that TorchSharp has no tensors of.</exception>
    public static IReadOnlyDictionary<string, torch.Tensor> Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensors.ToDictionary(entry => entry.Name, file.Read);
    }

    // Spaces behind the JSON make the data start aligned.
    private static void WriteHeader(FileStream file, byte[] json)
    {
        var padded = (json.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded);
        file.Write(length);
        file.Write(json);
        for (var i = json.Length; i < padded; i++)
            file.WriteByte((byte)' ');
    }
}
