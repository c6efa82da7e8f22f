using System.Text.Json;
using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>The file of WikiCS: features, labels, lists of neighbours, and masks of twenty splits. The masks for early stopping are not used.</summary>
internal static class WikiCsFile
{
    private const long LargestFile = 1L << 30;

    /// <summary>Reads it.</summary>
    /// <exception cref="Faults.FaultException">The file is damaged.</exception>
    public static Graph Read(string path)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(PackedFile.ReadAll(path, LargestFile)) ?? throw new FormatException("nothing");
            var nodes = content.labels.Length;
            if (content.features.Length != nodes || content.links.Length != nodes || content.test_mask.Length != nodes || content.train_masks.Concat(content.val_masks).Any(mask => mask.Length != nodes))
                throw new FormatException($"{content.features.Length} rows of features and {content.links.Length} lists of neighbours for {nodes} labels");
            var edges = new SortedSet<(int, int)>(content.links.Index().SelectMany(node => node.Item.Where(other => other != node.Index).Select(other => (Math.Min(node.Index, other), Math.Max(node.Index, other)))));
            if (edges.Count > 0 && (edges.Min.Item1 < 0 || edges.Max.Item2 >= nodes))
                throw new FormatException("a neighbour that is no node");
            var features = SparseRows.Of(content.features[0].Length, content.features.Select(row => row.Index().Where(entry => entry.Item != 0).Select(entry => (entry.Index, entry.Item))));
            return new Graph([.. edges], features, content.labels)
            {
                PublishedSplits = [.. content.train_masks.Zip(content.val_masks, (training, validation) => new NodeSplit(new(Where(training)), new(Where(validation)), new(Where(content.test_mask))))],
            };
        }
        catch (Exception error) when (error is FormatException or JsonException or NullReferenceException or IndexOutOfRangeException)
        {
            throw DamagedFile.Fault(path, error.Message, "JSON with features, labels, links, train_masks, val_masks and test_mask", error);
        }
    }

    private static int[] Where(bool[] mask) => [.. mask.Index().Where(node => node.Item).Select(node => node.Index)];

    // Names are those of the file.
    private sealed record Content(float[][] features, int[] labels, int[][] links, bool[][] train_masks, bool[][] val_masks, bool[] test_mask);
}
