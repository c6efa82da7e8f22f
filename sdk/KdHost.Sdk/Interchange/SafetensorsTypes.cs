using TorchSharp;

namespace KdHost.Sdk.Interchange;

/// <summary>The element types of the safetensors format.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, torch.ScalarType> Torch = new()
    {
        ["F64"] = torch.ScalarType.Float64,
        ["F32"] = torch.ScalarType.Float32,
        ["F16"] = torch.ScalarType.Float16,
        ["BF16"] = torch.ScalarType.BFloat16,
        ["I64"] = torch.ScalarType.Int64,
        ["I32"] = torch.ScalarType.Int32,
        ["I16"] = torch.ScalarType.Int16,
        ["I8"] = torch.ScalarType.Int8,
        ["U8"] = torch.ScalarType.Byte,
        ["BOOL"] = torch.ScalarType.Bool,
    };

    private static readonly Dictionary<string, int> Sizes = new()
    {
        ["F64"] = 8,
        ["I64"] = 8,
        ["U64"] = 8,
        ["F32"] = 4,
        ["I32"] = 4,
        ["U32"] = 4,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I16"] = 2,
        ["U16"] = 2,
        ["I8"] = 1,
        ["U8"] = 1,
        ["BOOL"] = 1,
        ["F8_E4M3"] = 1,
        ["F8_E5M2"] = 1,
    };

    /// <summary>Bytes an element; null for a type that the format does not know.</summary>
    public static int? SizeOf(string type) => Sizes.TryGetValue(type, out var size) ? size : null;

    /// <summary>The tensor type; null for one that TorchSharp has no tensors of.</summary>
    public static torch.ScalarType? ToTorch(string type) => Torch.TryGetValue(type, out var scalar) ? scalar : null;

    /// <summary>The format's name of a tensor type.</summary>
    /// <exception cref="NotSupportedException">The format has no such type.</exception>
    public static string Name(torch.ScalarType type) =>
        Torch.FirstOrDefault(pair => pair.Value == type).Key ?? throw new NotSupportedException($"safetensors has no name for tensors of type {type}");
}
