using System.Text.Json.Nodes;
using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Reads golden vectors, worked out by another program in double precision.</summary>
internal static class Golden
{
    private static readonly Lazy<JsonNode> All = new(() =>
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream("PartialVarianceReduction/golden.json")!;
        return JsonNode.Parse(stream)!;
    });

    public static (JsonNode Inputs, JsonNode Expected) Of(string name) => (All.Value[name]!["inputs"]!, All.Value[name]!["expected"]!);

    public static torch.Tensor Tensor(JsonNode? node, torch.ScalarType type = torch.ScalarType.Float64)
    {
        var (values, shape) = (new List<double>(), new List<long>());
        Collect(node!, 0, values, shape);
        return torch.tensor(values.ToArray()).view([.. shape]).to(type);
    }

    public static int[] Integers(JsonNode? node) => [.. node!.AsArray().Select(one => (int)one!)];

    public static int[] Flat(JsonNode? batches) => [.. batches!.AsArray().SelectMany(Integers)];

    public static double Number(JsonNode? node) => (double)node!;

    public static Samples Samples(JsonNode inputs, int classes, bool hasOnes, torch.ScalarType type = torch.ScalarType.Float64) =>
        KdHost.Plugins.PartialVarianceReduction.Samples.Of(Tensor(inputs["A"], type), Integers(inputs["y"]), classes, hasOnes);

    /// <summary>A linear model with W [C, D] and c [C], or without c.</summary>
    public static StackedNetwork Linear(torch.Tensor weight, torch.Tensor? bias, int replicates = 1, int runs = 1)
    {
        var shape = new NetworkShape((int)weight.shape[1], (int)weight.shape[0], [], Activation.Identity, bias is not null);
        var network = new StackedNetwork(shape, replicates, runs, weight.dtype);
        var rows = bias is null ? weight.t() : torch.cat([weight.t(), bias.unsqueeze(0)]);
        network.Parameters[0].Values.copy_(rows.unsqueeze(0).unsqueeze(2));
        return network;
    }

    /// <summary>Checks all entries.</summary>
    public static void Near(torch.Tensor expected, torch.Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual.to(torch.ScalarType.Float64)).abs().max().item<double>();
        Assert.True(difference <= tolerance, $"largest difference {difference:g3}, allowed {tolerance:g3}");
    }

    private static void Collect(JsonNode node, int depth, List<double> values, List<long> shape)
    {
        if (node is not JsonArray array)
        {
            values.Add((double)node);
            return;
        }

        if (shape.Count == depth)
            shape.Add(array.Count);
        foreach (var item in array)
            Collect(item!, depth + 1, values, shape);
    }
}
