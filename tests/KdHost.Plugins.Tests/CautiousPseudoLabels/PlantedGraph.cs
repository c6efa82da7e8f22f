using System.Buffers.Binary;
using System.Text;
using KdHost.Sdk.Data;
using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

/// <summary>A small graph with three classes in the plain format, under the name of a data set of the SDK, so that trials take a second.</summary>
internal static class PlantedGraph
{
    public const int Nodes = 120, Classes = 3, Words = 24, Training = 12, Validation = 30;

    /// <summary>Writes the graph.</summary>
    /// <param name="folder">The data root.</param>
    /// <param name="shuffledLabels">Whether labels outside the training part are permuted.</param>
    public static DataRoot Write(string folder, bool shuffledLabels = false)
    {
        var graph = Directory.CreateDirectory(Path.Combine(folder, "graphs", "cora")).FullName;
        var random = new RandomStream(5);
        int[] labels = [.. Enumerable.Range(0, Nodes).Select(node => node % Classes)];
        var edges = new SortedSet<(int, int)>();
        while (edges.Count < 3 * Nodes)
        {
            var (a, b) = (random.NextInt(Nodes), random.NextInt(Nodes));
            if (a != b && (labels[a] == labels[b] || random.NextChance(0.1)))
                edges.Add((Math.Min(a, b), Math.Max(a, b)));
        }

        int[][] words = [.. labels.Select(label => Enumerable.Range(0, Words).Where(word => random.NextChance(word % Classes == label ? 0.4 : 0.15)).ToArray())];
        if (shuffledLabels)
        {
            int[] rest = [.. Enumerable.Range(Training, Nodes - Training)];
            labels = [.. labels[..Training], .. random.Permutation(rest.Length).Select(index => labels[rest[index]])];
        }

        File.WriteAllText(Path.Combine(graph, "edges.csv"), "source,target\n" + string.Concat(edges.Select(edge => $"{edge.Item1},{edge.Item2}\n")));
        File.WriteAllText(Path.Combine(graph, "labels.csv"), "node,label\n" + string.Concat(labels.Index().Select(item => $"{item.Index},{item.Item}\n")));
        File.WriteAllText(
            Path.Combine(graph, "split-public.csv"),
            "node,part\n" + string.Concat(Enumerable.Range(0, Nodes).Select(node => $"{node},{(node < Training ? "train" : node < Training + Validation ? "val" : "test")}\n")));
        File.WriteAllBytes(Path.Combine(graph, "features.bin"), Features(words));
        return new DataRoot(folder);
    }

    private static byte[] Features(int[][] words)
    {
        var entries = words.Sum(row => row.Length);
        var content = new byte[28 + (4 * (Nodes + 1)) + (2 * entries)];
        Encoding.ASCII.GetBytes("KDSF", content);
        foreach (var (at, value) in new[] { (4, 1), (8, Nodes), (12, Words), (16, entries), (24, 0) })
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at), value);
        var (start, column) = (0, 28 + (4 * (Nodes + 1)));
        foreach (var (node, row) in words.Index())
        {
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(28 + (4 * node)), start);
            start += row.Length;
            foreach (var word in row)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(column), (ushort)word);
                column += 2;
            }
        }

        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(28 + (4 * Nodes)), start);
        return content;
    }
}
