using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>grid</c>: lists of values; each is an axis of the product.</summary>
internal static class GridSection
{
    public const string Key = "grid";

    public static IEnumerable<Factor> Read(Declaration file, JsonNode? node, string key) =>
        file.Section(node, key) is { } axes ? FlatJson.Flatten(axes).Select(pair => ReadAxis(file, $"{key}.{pair.Key}", pair.Key, pair.Value)).OfType<Factor>() : [];

    private static ListedFactor? ReadAxis(Declaration file, string key, string path, JsonNode? values)
    {
        if (values is not JsonArray list)
            file.AddWrong(key, values, "a list of values", $"write [{Declaration.Show(values)}]");
        else if (list.Count == 0)
            file.Add(file.At(key, "the grid is empty: this axis has no value") with { Found = "[]", Expected = "at least one value", Fix = "add values or remove the axis" });
        if (values is not JsonArray { Count: > 0 } axis)
            return null;
        var seen = new HashSet<JsonNode?>(SameValue.Instance);
        return new ListedFactor(key, [.. axis.Index().Where(item => IsFirst(file, key, seen, item.Item, item.Index)).Select(item => (Assignment[])[new(path, item.Item, $"{key}.{item.Index}")])]);
    }

    // On an axis this is a slip of the pen; elsewhere equal points are one, and the plan says so.
    private static bool IsFirst(Declaration file, string key, HashSet<JsonNode?> seen, JsonNode? value, int index)
    {
        if (seen.Add(value))
            return true;
        file.Add(file.At($"{key}.{index}", "this value stands twice on its axis") with { Found = Declaration.Show(value), Expected = "different values", Fix = "remove one of them" });
        return false;
    }
}
