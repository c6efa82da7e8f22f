using System.Text.Json.Nodes;
using KdHost.Host.Experiments;

namespace KdHost.Host.Tests.Experiments.Grids;

/// <summary>The rules of a grid in the plainest words, to check the quick ones against: dictionaries, one at a time.</summary>
internal static class PlainWalk
{
    private static readonly SortedDictionary<string, double> Defaults = new(StringComparer.Ordinal) { ["epochs"] = 100, ["batchSize"] = 64, ["temperature"] = 1, ["warmup"] = 0 };

    /// <summary>The options of all points that stay, equal ones included.</summary>
    public static IEnumerable<string> Of(JsonObject experiment)
    {
        IEnumerable<SortedDictionary<string, double>> points = [new(Defaults, StringComparer.Ordinal)];
        points = Product(points, (JsonObject)experiment["grid"]!);
        foreach (var condition in experiment["when"]!.AsArray())
            points = points.SelectMany(point => Matches(point, condition!["if"]!) ? Product([With(point, condition["parameters"]!)], (JsonObject)condition["grid"]!) : [point]).ToList();
        var require = experiment["require"]!.AsArray();
        return points
            .Where(point => !experiment["exclude"]!.AsArray().Any(partial => Matches(point, partial!)))
            .Where(point => require.Count == 0 || require.Any(partial => Matches(point, partial!)))
            .Select(Text);
    }

    /// <summary>The same words for a trial.</summary>
    public static string Text(TrialSpec trial) => Text(new SortedDictionary<string, double>(Defaults.Keys.ToDictionary(key => key, key => trial.Options.Values[key]!.GetValue<double>()), StringComparer.Ordinal));

    private static string Text(SortedDictionary<string, double> point) => string.Join(" ", point.Select(pair => $"{pair.Key}={pair.Value}"));

    private static IEnumerable<SortedDictionary<string, double>> Product(IEnumerable<SortedDictionary<string, double>> points, JsonObject axes)
    {
        foreach (var (option, values) in axes)
            points = points.SelectMany(point => values!.AsArray().Select(value => With(point, new JsonObject { [option] = value!.DeepClone() }))).ToList();
        return points;
    }

    private static SortedDictionary<string, double> With(SortedDictionary<string, double> point, JsonNode values)
    {
        var changed = new SortedDictionary<string, double>(point, StringComparer.Ordinal);
        foreach (var (option, value) in values.AsObject())
            changed[option] = value!.GetValue<double>();
        return changed;
    }

    private static bool Matches(SortedDictionary<string, double> point, JsonNode partial) => partial.AsObject().All(pair => point[pair.Key] == pair.Value!.GetValue<double>());
}
