using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>grid</c>: lists of values whose cross product makes the points.</summary>
internal static class GridSection
{
    public const string Key = "grid";

    public static List<Axis> Read(Declaration file) =>
        file.Section(Key) is { } axes ? [.. FlatJson.Flatten(axes).Select(pair => ReadAxis(file, pair.Key, pair.Value)).OfType<Axis>()] : [];

    private static Axis? ReadAxis(Declaration file, string key, JsonNode? values)
    {
        if (values is not JsonArray list)
            file.AddWrong($"{Key}.{key}", values, "a list of values", $"write [{Declaration.Show(values)}]");
        else if (list.Count == 0)
            file.Add(file.At($"{Key}.{key}", "the grid is empty: this axis has no value") with { Found = "[]", Expected = "at least one value", Fix = "add values or remove the axis" });
        else
            return new Axis(key, [.. list.Where((value, i) => IsFirst(file, key, list, value, i))]);
        return null;
    }

    // A point that stands twice would count as two seeds of one configuration.
    private static bool IsFirst(Declaration file, string key, JsonArray list, JsonNode? value, int index)
    {
        if (!list.Take(index).Any(earlier => JsonNode.DeepEquals(earlier, value)))
            return true;
        file.Add(file.At($"{Key}.{key}.{index}", "this value stands twice on its axis") with { Found = Declaration.Show(value), Expected = "different values", Fix = "remove one of them" });
        return false;
    }
}
