using System.Text.Json;
using TorchSharp;

namespace KdHost.Sdk.Tests.Losses;

/// <summary>Inputs, values and gradients of losses, computed from the formulas by independent programs to nine decimals.</summary>
internal static class Golden
{
    private const double LastDigit = 1e-9;

    private static readonly JsonElement All = Load();

    /// <summary>The two precisions that losses are checked in, with their relative tolerance.</summary>
    public static TheoryData<torch.ScalarType, double> Precisions => [(torch.ScalarType.Float64, 1e-6), (torch.ScalarType.Float32, 1e-4)];

    public static JsonElement Of(string id) => All.GetProperty(id);

    /// <summary>A matrix that gradients can be taken for.</summary>
    public static torch.Tensor Matrix(JsonElement rows, torch.ScalarType type)
    {
        var values = rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray()).ToArray();
        return torch.tensor(values.SelectMany(row => row).ToArray(), [values.Length, values[0].Length]).to(type).detach().requires_grad_();
    }

    public static torch.Tensor Integers(JsonElement values) => torch.tensor(values.EnumerateArray().Select(value => value.GetInt64()).ToArray());

    /// <summary>Checks a scalar.</summary>
    public static void Value(JsonElement expected, torch.Tensor actual, double tolerance)
    {
        var (wanted, got) = (expected.GetDouble(), actual.ToDouble());
        Assert.True(Math.Abs(wanted - got) <= (tolerance * Math.Abs(wanted)) + LastDigit, $"expected {wanted:R}, got {got:R}");
    }

    /// <summary>Checks a matrix; the tolerance is relative to its largest entry.</summary>
    public static void Entries(JsonElement expected, torch.Tensor actual, double tolerance)
    {
        using var wanted = Matrix(expected, torch.float64);
        Assert.Equal(wanted.shape, actual.shape);
        var off = (wanted - actual).detach().abs().max().ToDouble();
        Assert.True(off <= (tolerance * wanted.abs().max().ToDouble()) + LastDigit, $"off by {off:E1}: expected {wanted.ToString(TensorStringStyle.Numpy)}, got {actual.ToString(TensorStringStyle.Numpy)}");
    }

    private static JsonElement Load()
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream("golden.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }
}
