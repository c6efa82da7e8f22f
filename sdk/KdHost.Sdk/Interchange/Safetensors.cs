using System.Buffers.Binary;
using System.Text.Encodings.Web;
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

    // Other programs write names as they are, not as escapes.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes tensors to a file in the order given, and flushes it to the disk.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="tensors">Names and tensors; any device.</param>
    /// <param name="metadata">Free texts for the reader.</param>
    public static void Save(string path, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var scope = torch.NewDisposeScope();
        var contiguous = tensors.Select(pair => (Name: pair.Key, Tensor: pair.Value.detach().cpu().contiguous())).ToList();
        var entries = new List<SafetensorsEntry>();
        foreach (var (name, tensor) in contiguous)
        {
            var begin = entries.Count > 0 ? entries[^1].End : 0;
            entries.Add(new SafetensorsEntry(name, SafetensorsTypes.Name(tensor.dtype), tensor.shape, begin, begin + (tensor.numel() * tensor.element_size())));
        }

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        WriteHeader(file, ToJson(entries, metadata), 0);
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

    /// <summary>The JSON of a header.</summary>
    internal static byte[] ToJson(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new JsonObject();
        if (metadata is not null)
            header[SafetensorsHeader.MetadataKey] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        foreach (var entry in entries)
        {
            header[entry.Name] = new JsonObject
            {
                ["dtype"] = entry.Type,
                ["shape"] = new JsonArray([.. entry.Shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(entry.Begin, entry.End),
            };
        }

        return JsonSerializer.SerializeToUtf8Bytes(header, Json);
    }

    /// <summary>Writes length and header; spaces behind the JSON make the data start aligned, unless the header shall have a given length.</summary>
    internal static void WriteHeader(FileStream file, byte[] json, long length)
    {
        var padded = length >= json.Length && length > 0 ? length : (json.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, padded);
        file.Write(prefix);
        file.Write(json);
        for (var i = json.Length; i < padded; i++)
            file.WriteByte((byte)' ');
    }
}
