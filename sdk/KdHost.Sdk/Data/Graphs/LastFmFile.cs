using System.Globalization;
using System.Text;
using System.Text.Json;
using KdHost.Sdk.Data.Archives;
using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>The archive of LastFM Asia: friendships and countries as tables, the artists of each listener as JSON. Features are the raw artists.</summary>
internal static class LastFmFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Faults.FaultException">The file is damaged.</exception>
    public static Graph Read(string path)
    {
        try
        {
            var files = Archive.Entries(path).Where(entry => entry.Name.EndsWith(".csv", StringComparison.Ordinal) || entry.Name.EndsWith(".json", StringComparison.Ordinal))
                .Select(entry => (entry.Name, Text: Encoding.UTF8.GetString(entry.ReadAll()))).ToList();
            string Text(string ending) => files.FirstOrDefault(file => file.Name.EndsWith(ending, StringComparison.Ordinal)).Text ?? throw new FormatException($"no file …{ending}");
            var labels = Pairs(Text("_target.csv")).OrderBy(pair => pair.First).Select((pair, node) => pair.First == node ? pair.Second : throw new FormatException($"no label of node {node}")).ToArray();
            var edges = new SortedSet<(int, int)>(Pairs(Text("_edges.csv")).Where(pair => pair.First != pair.Second).Select(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second))));
            var artists = JsonSerializer.Deserialize<Dictionary<string, int[]>>(Text("_features.json")) ?? throw new FormatException("no features");
            int[] Row(int node) => artists.TryGetValue(node.ToString(CultureInfo.InvariantCulture), out var row) ? [.. row.Distinct()] : [];
            if (edges.Count == 0 || edges.Max.Item2 >= labels.Length)
                throw new FormatException("a friend who is no listener");
            return new Graph([.. edges], SparseRows.Of(artists.Values.SelectMany(row => row).Max() + 1, Enumerable.Range(0, labels.Length).Select(node => Row(node).Select(artist => (artist, 1f)))), labels);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            throw DamagedFile.Fault(path, error.Message, "tables of edges and targets and JSON of features", error);
        }
    }

    private static IEnumerable<(int First, int Second)> Pairs(string table) => table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(line =>
        line.Split(',') is [var first, var second] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? (a, b)
            : throw new FormatException($"the line \"{line}\""));
}
