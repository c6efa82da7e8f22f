using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>compare</c>: which configurations are the baseline.</summary>
internal static class CompareSection
{
    public const string Key = "compare";

    public static Dictionary<string, JsonNode?> Read(Declaration file, IReadOnlyList<Axis> grid)
    {
        if (file.Section(Key) is not { } compare)
            return [];
        file.CheckKeys(compare, $"{Key}.", ["baseline"]);
        var baseline = file.Section($"{Key}.baseline") is { } values ? FlatJson.Flatten(values) : [];
        foreach (var (path, value) in baseline)
        {
            var axis = grid.FirstOrDefault(axis => axis.Path == path);
            if (axis is null)
                file.Add(file.At($"{Key}.baseline.{path}", "this is not an axis of the grid") with { Found = path, Expected = $"one of: {string.Join(", ", grid.Select(a => a.Path))}", Fix = "name values of grid axes only" });
            else if (!axis.Values.Any(other => JsonNode.DeepEquals(other, value)))
                file.Add(file.At($"{Key}.baseline.{path}", "no trial has this value") with { Found = Declaration.Show(value), Expected = $"one of: {string.Join(", ", axis.Values.Select(Declaration.Show))}", Fix = "name a value of that axis" });
        }

        return baseline;
    }
}
