using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>
/// Graphs in a plain format: <c>edges.csv</c> (each undirected edge once), <c>labels.csv</c>, sparse <c>features.bin</c>, and splits as
/// <c>split-NAME.csv</c> with a part (train, val, test) of each node that has one.
/// </summary>
internal static class PlainGraphFiles
{
    private const int LargestCount = 100_000_000;
    private const long LargestFile = 2L << 30;

    public static bool Exist(string folder) => File.Exists(Path.Combine(folder, "edges.csv"));

    public static Graph Read(string folder)
    {
        int[] labels = [.. Lines(Path.Combine(folder, "labels.csv"), "node,label").Index().Select(line =>
            Numbers(Path.Combine(folder, "labels.csv"), line.Item, line.Index, LargestCount) is var (node, label) && node == line.Index ? label
                : throw DamagedFile.Fault(Path.Combine(folder, "labels.csv"), $"\"{line.Item}\" in line {line.Index + 2}", $"node {line.Index}"))];
        var edgeFile = Path.Combine(folder, "edges.csv");
        (int, int)[] edges = [.. Lines(edgeFile, "source,target").Index().Select(line =>
            Numbers(edgeFile, line.Item, line.Index, labels.Length) is var (source, target) && source < target ? (source, target)
                : throw DamagedFile.Fault(edgeFile, $"\"{line.Item}\" in line {line.Index + 2}", "the smaller node first"))];
        var features = ReadFeatures(Path.Combine(folder, "features.bin"), labels.Length);
        NodeSplit[] splits = [.. Directory.EnumerateFiles(folder, "split-*.csv").Order(StringComparer.Ordinal).Select(file => ReadSplit(file, labels.Length))];
        var graph = new Graph(edges, features, labels) { PublishedSplits = splits };
        return graph with { Unlabelled = Unlabelled(graph) };
    }

    // A node without features and edges, in no part of any split, has its label by convention.
    private static HashSet<int> Unlabelled(Graph graph)
    {
        if (graph.PublishedSplits.Count == 0)
            return [];
        var known = graph.PublishedSplits.SelectMany(split => split.Training.Nodes.Concat(split.Validation.Nodes).Concat(split.Test.Nodes)).ToHashSet();
        return [.. Enumerable.Range(0, graph.Nodes).Where(node => !known.Contains(node) && graph.Features.Starts[node] == graph.Features.Starts[node + 1])];
    }

    private static SparseRows ReadFeatures(string path, int nodes)
    {
        var content = PackedFile.ReadAll(path, LargestFile);
        FormatException Wrong(string what) => new(what);
        try
        {
            var header = content.AsSpan(0, 28);
            var (rows, columns) = (BinaryPrimitives.ReadInt32LittleEndian(header[8..]), BinaryPrimitives.ReadInt32LittleEndian(header[12..]));
            var entries = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
            var hasValues = BinaryPrimitives.ReadInt32LittleEndian(header[24..]) switch { 0 => false, 1 => true, var kind => throw Wrong($"value kind {kind}") };
            if (!header[..4].SequenceEqual("KDSF"u8) || BinaryPrimitives.ReadInt32LittleEndian(header[4..]) != 1)
                throw Wrong("another format or version");
            if (rows != nodes || columns is < 1 or > ushort.MaxValue + 1 || entries < 0)
                throw Wrong($"{rows} rows, {columns} columns, {entries} entries for {nodes} nodes");
            if (content.Length != 28 + (4L * (rows + 1)) + ((hasValues ? 6 : 2) * entries))
                throw Wrong($"{content.Length} bytes for {rows} rows and {entries} entries");

            var starts = new int[rows + 1];
            for (var i = 0; i <= rows; i++)
                starts[i] = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(28 + (4 * i)));
            var (indices, values) = (new int[entries], new float[entries]);
            var at = 28 + (4 * (rows + 1));
            for (var i = 0; i < entries; i++)
            {
                indices[i] = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(at + (2 * i)));
                values[i] = hasValues ? BinaryPrimitives.ReadSingleLittleEndian(content.AsSpan(at + (int)(2 * entries) + (4 * i))) : 1;
            }

            if (starts[0] != 0 || starts[^1] != entries || starts.Zip(starts.Skip(1)).Any(pair => pair.First > pair.Second) || indices.Any(index => index >= columns))
                throw Wrong("row pointers or columns out of order");
            return new SparseRows(columns, starts, indices, values);
        }
        catch (Exception error) when (error is FormatException or ArgumentOutOfRangeException)
        {
            throw DamagedFile.Fault(path, error is FormatException ? error.Message : $"{content.Length} bytes", "sparse features (KDSF, version 1), one row a node", error);
        }
    }

    private static NodeSplit ReadSplit(string path, int nodes)
    {
        var parts = new Dictionary<string, List<int>> { ["train"] = [], ["val"] = [], ["test"] = [] };
        foreach (var (index, line) in Lines(path, "node,part").Index())
        {
            if (line.Split(',') is [var node, var part] && parts.TryGetValue(part, out var list) && int.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < nodes)
                list.Add(number);
            else
                throw DamagedFile.Fault(path, $"\"{line}\" in line {index + 2}", $"a node below {nodes} and train, val or test");
        }

        if (parts.Values.Sum(part => part.Count) != parts.Values.SelectMany(part => part).Distinct().Count())
            throw DamagedFile.Fault(path, "a node in two parts", "each node at most once");
        return new NodeSplit(new([.. parts["train"].Order()]), new([.. parts["val"].Order()]), new([.. parts["test"].Order()]));
    }

    private static (int First, int Second) Numbers(string path, string line, int index, int bound) =>
        line.Split(',') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var b) && a < bound && b < bound
            ? (a, b)
            : throw DamagedFile.Fault(path, $"\"{line}\" in line {index + 2}", $"two whole numbers below {bound}");

    private static IEnumerable<string> Lines(string path, string header)
    {
        if (!File.Exists(path))
            throw DamagedFile.Fault(path, "no such file", "all files of the graph: edges.csv, labels.csv, features.bin");
        using var reader = new StringReader(Encoding.UTF8.GetString(PackedFile.ReadAll(path, LargestFile)));
        if (reader.ReadLine() is var found && found != header)
            throw DamagedFile.Fault(path, $"\"{found}\" in the first line", header);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
