using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>list</c>: points written out; together they are one axis of the product.</summary>
internal static class ListSection
{
    public const string Key = "list";

    public static IEnumerable<Factor> Read(Declaration file, JsonNode? node, string key)
    {
        if (node is JsonArray { Count: 0 })
            file.Add(file.At(key, "the list has no point") with { Found = "[]", Expected = "at least one point { … }", Fix = "add points or remove the list" });
        var points = file.Sections(node, key).Select(point => (Assignment[])[.. FlatJson.Flatten(point.Section).Select(pair => new Assignment(pair.Key, pair.Value, $"{point.Key}.{pair.Key}"))]).ToList();
        return points.Count > 0 ? [new ListedFactor(key, points)] : [];
    }
}
