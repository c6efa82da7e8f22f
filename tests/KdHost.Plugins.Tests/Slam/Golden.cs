using System.Text.Json.Nodes;
using TorchSharp;

namespace KdHost.Plugins.Tests.Slam;

/// <summary>Reference values, worked out by another program in double precision.</summary>
internal static class Golden
{
    private static readonly Lazy<JsonNode> File = new(() => JsonNode.Parse(System.IO.File.ReadAllText(Find()))!);

    /// <summary>A value by path, such as <c>g1.mix</c>.</summary>
    public static JsonNode At(string path) => path.Split('.').Aggregate(File.Value, (node, name) => node[name]!);

    public static double Number(string path) => At(path).GetValue<double>();

    public static double[] Row(string path) => Numbers(At(path));

    public static bool[] Flags(string path) => [.. Row(path).Select(value => value != 0)];

    public static double[][] Rows(string path) => [.. At(path).AsArray().Select(row => Numbers(row!))];

    public static torch.Tensor Tensor(string path, torch.ScalarType type)
    {
        var node = At(path);
        if (node.AsArray()[0] is not JsonArray)
            return torch.tensor(Row(path), dtype: type);
        var rows = Rows(path);
        return torch.tensor([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length], dtype: type);
    }

    /// <summary>Fails unless a tensor has the golden values: to 1e-8 in double precision, to 1e-5 in single.</summary>
    public static void MustEqual(string path, torch.Tensor actual)
    {
        using var scope = torch.NewDisposeScope();
        var tolerance = actual.dtype == torch.ScalarType.Float64 ? 1e-8 : 1e-5;
        var expected = At(path) is JsonArray ? Tensor(path, torch.ScalarType.Float64) : torch.tensor(Number(path));
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual.to(torch.ScalarType.Float64)).abs().max().item<double>();
        Assert.True(difference <= tolerance, $"{path}: the largest difference is {difference:r}");
    }

    public static void MustBe(string path, IReadOnlyList<double> actual)
    {
        var expected = Row(path);
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (index, value) in expected.Index())
            Assert.True(Math.Abs(value - actual[index]) <= 1e-8, $"{path}[{index}]: {actual[index]:r} instead of {value:r}");
    }

    private static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(value => value!.GetValue<double>())];

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return Path.Combine(folder.FullName, "tests", "KdHost.Plugins.Tests", "Slam", "golden.json");
        }

        throw new InvalidOperationException("the tests do not run from below the repository");
    }
}
