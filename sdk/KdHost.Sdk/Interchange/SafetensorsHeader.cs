using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Interchange;

/// <summary>
/// The header of a safetensors file: an 8-byte little-endian length n, then n bytes of JSON that name type, shape and byte range of each tensor.
/// Everything is checked before anything is allocated that the header asks for.
/// </summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart, byte[] Json)
{
    public const string MetadataKey = "__metadata__";
    private const ulong MaximumLength = 100_000_000;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FaultException">The file is not well formed.</exception>
    public static SafetensorsHeader Read(string path, Stream file)
    {
        FaultException Malformed(string found, string expected, Exception? inner = null) =>
            new(new Fault("this is not a well-formed safetensors file") { File = path, Found = found, Expected = expected, Fix = "write the file again" }, inner);
        if (file.Length < 8)
            throw Malformed($"{file.Length} bytes", "at least the 8 bytes of the header's length");
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumLength || length > (ulong)file.Length - 8)
            throw Malformed($"a header length of {length} in a file of {file.Length} bytes", $"at most {MaximumLength} and no longer than the file");
        var json = new byte[length];
        file.ReadExactly(json);
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(json), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Malformed($"a header that is {document.RootElement.ValueKind}", "a JSON object");
            var metadata = document.RootElement.TryGetProperty(MetadataKey, out var texts) ? ReadMetadata(texts) : [];
            var entries = document.RootElement.EnumerateObject().Where(property => property.Name != MetadataKey).Select(property => ReadEntry(property.Name, property.Value)).ToList();
            CheckLayout(entries, file.Length - 8 - (long)length);
            return new SafetensorsHeader(entries, metadata, 8 + (long)length, json);
        }
        catch (DecoderFallbackException error)
        {
            throw Malformed("a header that is not UTF-8", "JSON in UTF-8", error);
        }
        catch (JsonException error)
        {
            throw Malformed($"a header that is not JSON, or names something twice ({error.Message})", "JSON with each name once", error);
        }
        catch (FormatException error)
        {
            throw Malformed(error.Message, "type, shape and data_offsets that fit each other and the file", error);
        }
    }

    /// <summary>The header as it stood in the file, or anew with other metadata.</summary>
    public byte[] ToJson(IReadOnlyDictionary<string, string>? metadata) => metadata is null ? Json : Safetensors.ToJson(Entries, metadata);

    private static Dictionary<string, string> ReadMetadata(JsonElement texts) => texts.ValueKind == JsonValueKind.Object
        ? texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.ValueKind == JsonValueKind.String
            ? text.Value.GetString()!
            : throw new FormatException($"metadata value \"{text.Name}\" is not a string"))
        : throw new FormatException("__metadata__ is not an object of strings");

    private static SafetensorsEntry ReadEntry(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            throw new FormatException($"tensor \"{name}\" is not an object");
        JsonElement Field(string field) => entry.TryGetProperty(field, out var value) ? value : throw new FormatException($"tensor \"{name}\" has no {field}");
        List<long> Numbers(string field) => Field(field) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(number => number.TryGetInt64(out var value) && value >= 0 ? value : throw new FormatException($"tensor \"{name}\": {field} holds {number}, which is negative or no whole number"))]
            : throw new FormatException($"tensor \"{name}\": {field} is not a list");

        var type = Field("dtype") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw new FormatException($"tensor \"{name}\": dtype is not a string");
        var size = SafetensorsTypes.SizeOf(type) ?? throw new FormatException($"tensor \"{name}\" has the unknown dtype {type}");
        var shape = Numbers("shape");
        if (Numbers("data_offsets") is not [var begin, var end] || begin > end)
            throw new FormatException($"tensor \"{name}\": data_offsets are not a begin and an end after it");
        try
        {
            var bytes = shape.Aggregate((long)size, (product, dimension) => checked(product * dimension));
            return bytes == end - begin ? new SafetensorsEntry(name, type, shape, begin, end)
                : throw new FormatException($"tensor \"{name}\": {end - begin} bytes for shape [{string.Join(", ", shape)}] of {type}, which takes {bytes}");
        }
        catch (OverflowException)
        {
            throw new FormatException($"tensor \"{name}\": the size of shape [{string.Join(", ", shape)}] overflows");
        }
    }

    private static void CheckLayout(List<SafetensorsEntry> entries, long dataLength)
    {
        var position = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.End > dataLength)
                throw new FormatException($"tensor \"{entry.Name}\" ends at byte {entry.End} of {dataLength}: out of range, or the file is truncated");
            if (entry.Begin != position)
                throw new FormatException(entry.Begin < position ? $"tensor \"{entry.Name}\" overlaps the one before it" : $"a hole of {entry.Begin - position} bytes before tensor \"{entry.Name}\"");
            position = entry.End;
        }

        if (position != dataLength)
            throw new FormatException($"{dataLength - position} trailing bytes after the last tensor");
    }
}
