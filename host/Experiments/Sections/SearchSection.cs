using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>search</c>: an adaptive search for good points in place of declared ones.</summary>
internal static class SearchSection
{
    public const string Key = "search";

    private const string Proposer = "tpe";
    private const int Trials = 40, Batch = 4, Most = 1_000_000;

    // Each of these declares points of its own.
    private static readonly string[] Others = [.. FactorSections.Keys, WhenSection.Key, PartialPoints.Exclude, PartialPoints.Require];

    public static SearchSettings? Read(Declaration file, Objective objective)
    {
        if (file.Section(Key) is not { } section)
            return null;
        file.CheckKeys(section, $"{Key}.", ["proposer", "metric", "trials", "batch", "seed", "space", "options"]);
        foreach (var other in Others.Where(file.Root.ContainsKey))
            file.Add(file.At(other, "a search proposes all points") with { Found = other, Expected = $"\"{Key}\" alone", Fix = $"remove \"{other}\", or move its options into \"{Key}.space\" as choices" });
        var space = file.Section($"{Key}.space");
        if (space is null && !section.ContainsKey("space"))
            file.Add(file.At(Key, "the search has no space") with { Expected = "\"space\": { option: distribution }", Fix = "write for example \"space\": { \"learningRate\": { \"logUniform\": [0.001, 1] } }" });
        return new SearchSettings(
            file.Get<string>($"{Key}.proposer", "the name of a proposer") ?? Proposer,
            file.Count($"{Key}.trials", 1, Most) ?? Trials,
            file.Count($"{Key}.batch", 1, Most) ?? Batch,
            file.Get<long?>($"{Key}.seed", "a whole number") ?? 0,
            ValidationMetric.Read(file, Key, objective),
            objective.Maximize,
            SpaceSection.Read(file, $"{Key}.space", space ?? []),
            space ?? [],
            file.Section($"{Key}.options") is { } options ? FlatJson.Flatten(options) : new Dictionary<string, JsonNode?>());
    }
}
