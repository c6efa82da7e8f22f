using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>zip</c>: groups of equally long lists whose values go together; each group is one axis of the product.</summary>
internal static class ZipSection
{
    public const string Key = "zip";

    public static IEnumerable<Factor> Read(Declaration file, JsonNode? node, string key) =>
        (node is JsonObject one ? [(key, one)] : file.Sections(node, key)).Select(group => ReadGroup(file, group.Item1, group.Item2)).OfType<Factor>();

    private static ListedFactor? ReadGroup(Declaration file, string key, JsonObject section)
    {
        var group = FlatJson.Flatten(section);
        var lists = new List<(string Path, JsonArray Values)>();
        foreach (var (path, value) in group)
        {
            if (value is JsonArray { Count: > 0 } list)
                lists.Add((path, list));
            else
                file.AddWrong($"{key}.{path}", value, "a list of values, as long as the others of its group", value is JsonArray ? "add values or remove the list" : $"write [{Declaration.Show(value)}]");
        }

        if (group.Count == 0)
            file.AddWrong(key, section, "lists of values that go together", "add lists or remove the group");
        if (lists.Count == 0 || lists.Count < group.Count)
            return null;
        if (lists.DistinctBy(list => list.Values.Count).Count() > 1)
        {
            file.Add(file.At(key, "the lists of this group differ in length") with
            {
                Found = string.Join(", ", lists.Select(list => $"{list.Path}: {list.Values.Count}")),
                Expected = "equally long lists: the first values go together, the second ones, …",
                Fix = "complete the shorter ones, or move a list to \"grid\"",
            });
            return null;
        }

        return new ListedFactor(key, [.. Enumerable.Range(0, lists[0].Values.Count).Select(i => (Assignment[])[.. lists.Select(list => new Assignment(list.Path, list.Values[i], $"{key}.{list.Path}.{i}"))])]);
    }
}
