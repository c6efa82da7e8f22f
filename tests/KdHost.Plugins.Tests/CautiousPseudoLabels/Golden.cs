using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

/// <summary>The golden vectors in golden.json, which another program computed.</summary>
internal static class Golden
{
    private static readonly JsonElement Root = Read();

    public static JsonElement At(params string[] path) => path.Aggregate(Root, (element, name) => element.GetProperty(name));

    public static double[] Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];

    public static long[] Shape(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [element.GetArrayLength(), .. Shape(element[0])] : [];

    public static Tensor Tensor(JsonElement element, ScalarType type = ScalarType.Float64) => tensor(Numbers(element), Shape(element)).to(type);

    public static long[] Integers(JsonElement element) => [.. Numbers(element).Select(number => (long)number)];

    public static void Near(JsonElement expected, Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(Shape(expected), actual.shape);
        var values = actual.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.All(Numbers(expected).Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static JsonElement Read()
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream("CautiousPseudoLabels/golden.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
