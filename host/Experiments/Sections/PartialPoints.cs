using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>exclude</c> and <c>require</c>: parts of points.</summary>
internal static class PartialPoints
{
    public const string Exclude = "exclude", Require = "require";

    /// <summary>Reads a list of partial points; one alone needs no list.</summary>
    public static List<PartialPoint> Read(Declaration file, string key)
    {
        var points = file.Root[key] is JsonObject one ? [(key, one)] : file.Sections(file.Root[key], key).ToList();
        foreach (var (place, point) in points.Where(point => point.Item2.Count == 0))
            file.AddWrong(place, point, "values of points, such as { \"loss\": \"dist\" }", "add values or remove it");
        return [.. points.Where(point => point.Item2.Count > 0).Select(point => Read(point.Item2, point.Item1))];
    }

    /// <summary>Reads one partial point.</summary>
    public static PartialPoint Read(JsonObject point, string key) =>
        new(key, [.. FlatJson.Flatten(point).Select(pair => new Assignment(pair.Key, pair.Value, $"{key}.{pair.Key}"))]);
}
