using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>compare</c>: which configurations are the baseline.</summary>
internal static class CompareSection
{
    public const string Key = "compare", Baseline = $"{Key}.baseline";

    public static Dictionary<string, JsonNode?> Read(Declaration file, IReadOnlyList<Factor> factors, IReadOnlyList<Condition> conditions)
    {
        if (file.Section(Key) is not { } compare)
            return [];
        file.CheckKeys(compare, $"{Key}.", ["baseline"]);
        var baseline = file.Section(Baseline) is { } values ? FlatJson.Flatten(values) : [];
        string[] varying = [.. factors.Concat(conditions.SelectMany(condition => condition.Factors)).SelectMany(factor => factor.Paths)
            .Concat(conditions.SelectMany(condition => condition.Parameters).Select(assignment => assignment.Path)).Distinct()];
        foreach (var (path, _) in baseline.Where(pair => !varying.Contains(pair.Key)))
        {
            file.Add(file.At($"{Baseline}.{path}", "configurations don't differ in this") with
            {
                Found = path,
                Expected = varying.Length > 0 ? $"one of: {string.Join(", ", varying)}" : "an option that varies; none does",
                Fix = "name options of grid, zip, list, random or when",
            });
        }

        return baseline;
    }
}
