using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>when</c>: values and factors for the points that match a condition, applied in order.</summary>
internal static class WhenSection
{
    public const string Key = "when";

    private const string If = "if", Parameters = "parameters";

    private static readonly string[] Keys = [If, Parameters, .. FactorSections.Keys];

    public static List<Condition> Read(Declaration file) => [.. file.Sections(file.Root[Key], Key).Select(item => Read(file, item.Section, item.Key)).OfType<Condition>()];

    private static Condition? Read(Declaration file, JsonObject section, string key)
    {
        file.CheckKeys(section, $"{key}.", Keys);
        var then = file.Section(section[Parameters], $"{key}.{Parameters}") is { } parameters
            ? FlatJson.Flatten(parameters).Select(pair => new Assignment(pair.Key, pair.Value, $"{key}.{Parameters}.{pair.Key}")).ToList() : [];
        var factors = FactorSections.Read(file, section, $"{key}.");
        if (section.All(pair => pair.Key == If))
            file.Add(file.At(key, "nothing follows from this condition") with { Found = string.Join(", ", section.Select(pair => pair.Key)), Expected = $"beside \"if\" some of: {string.Join(", ", Keys[1..])}", Fix = "add what holds for these points" });
        if (section[If] is JsonObject { Count: > 0 } condition)
            return new Condition(key, PartialPoints.Read(condition, $"{key}.{If}"), then, factors);
        file.AddWrong($"{key}.{If}", section[If], "values that a point must have, such as { \"loss\": \"dkd\" }", "add them; what holds for all points belongs in the file's own sections");
        return null;
    }
}
