using System.Globalization;
using System.Text;
using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>
/// The original files of Planetoid (Z. Yang, W. Cohen, R. Salakhutdinov, ICML 2016): <c>ind.NAME.{x,y,tx,ty,allx,ally,graph,test.index}</c>, pickles of Python 2.
/// </summary>
/// <remarks>
/// Row r of the test parts belongs to the node that line r of <c>test.index</c> names. Numbers that are missing there (CiteSeer: 15) are nodes without features and
/// label. Loops and duplicates in the neighbour lists are dropped.
/// </remarks>
internal static class PlanetoidFiles
{
    private const long LargestFile = 512L << 20;
    private const int LargestNode = 100_000_000, ValidationNodes = 500;

    /// <summary>The parts of a graph's name.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["x", "y", "tx", "ty", "allx", "ally", "graph", "test.index"];

    public static bool Exist(string folder, string name) => Parts.All(part => File.Exists(Path.Combine(folder, $"ind.{name}.{part}")));

    public static Graph Read(string folder, string name)
    {
        string At(string part) => Path.Combine(folder, $"ind.{name}.{part}");
        var (known, knownLabels) = (Pickle<CompressedRows>(At("allx")), Labels(At("ally")));
        var (test, testLabels) = (Pickle<CompressedRows>(At("tx")), Labels(At("ty")));
        var testNodes = ReadIndex(At("test.index"));
        var training = Labels(At("y")).Length;
        if (known.Rows != knownLabels.Length || test.Rows != testLabels.Length || test.Rows != testNodes.Length || known.Columns != test.Columns || training > known.Rows
            || testNodes.Distinct().Count() != testNodes.Length || testNodes.Min() < known.Rows)
            throw DamagedFile.Fault(At("test.index"), $"{known.Rows} and {test.Rows} rows, {knownLabels.Length} and {testLabels.Length} labels, {testNodes.Length} test nodes", "parts that fit each other");

        var nodes = testNodes.Max() + 1;
        var rowOf = testNodes.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var labels = Enumerable.Range(0, nodes).Select(node => node < known.Rows ? knownLabels[node] : rowOf.TryGetValue(node, out var row) ? testLabels[row] : 0).ToArray();
        var features = SparseRows.Of(known.Columns, Enumerable.Range(0, nodes).Select(node =>
            node < known.Rows ? known.Row(node) : rowOf.TryGetValue(node, out var row) ? test.Row(row) : []));
        return new Graph(ReadEdges(At("graph"), nodes), features, labels)
        {
            Unlabelled = Enumerable.Range(known.Rows, nodes - known.Rows).Where(node => !rowOf.ContainsKey(node)).ToHashSet(),
            PublishedSplits =
            [
                new NodeSplit(
                    new([.. Enumerable.Range(0, training)]),
                    new([.. Enumerable.Range(training, Math.Min(ValidationNodes, known.Rows - training))]),
                    new([.. testNodes.Order()])),
            ],
        };
    }

    private static int[] Labels(string path)
    {
        var array = Pickle<NumberArray>(path);
        if (array.Shape is not [var rows, var classes])
            throw DamagedFile.Fault(path, $"an array of {array.Shape.Count} dimensions", "one row a node, one column a class");
        return [.. Enumerable.Range(0, (int)rows).Select(row =>
        {
            var values = array.Values.AsSpan(row * (int)classes, (int)classes);
            return Math.Max(0, values.IndexOf(1.0));
        })];
    }

    private static (int, int)[] ReadEdges(string path, int nodes)
    {
        var edges = new SortedSet<(int, int)>();
        foreach (var (key, neighbours) in Pickle<Dictionary<object, object?>>(path))
        {
            foreach (var other in neighbours as List<object?> ?? throw DamagedFile.Fault(path, "a node without a list of neighbours", "lists of nodes"))
            {
                if (key is not long from || other is not long to || from < 0 || to < 0 || from >= nodes || to >= nodes)
                    throw DamagedFile.Fault(path, $"the pair {key}, {other}", $"nodes from 0 to {nodes - 1}");
                if (from != to)
                    edges.Add(((int)Math.Min(from, to), (int)Math.Max(from, to)));
            }
        }

        return [.. edges];
    }

    private static int[] ReadIndex(string path)
    {
        int[] nodes = [.. Encoding.ASCII.GetString(PackedFile.ReadAll(path, LargestFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line =>
            int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var node) && node < LargestNode ? node : throw DamagedFile.Fault(path, $"the line \"{line}\"", "one node a line"))];
        return nodes.Length > 0 ? nodes : throw DamagedFile.Fault(path, "no line", "one node a line");
    }

    private static T Pickle<T>(string path)
        where T : class
    {
        try
        {
            return PickleReader.Read(PackedFile.ReadAll(path, LargestFile)) as T ?? throw new FormatException("a value of another kind");
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw DamagedFile.Fault(path, error.Message, "an original Planetoid file", error);
        }
    }
}
