using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>random</c>: points drawn from a space; together they are one axis of the product.</summary>
internal static class RandomSection
{
    public const string Key = "random";

    private const int Most = 10_000_000;

    public static IEnumerable<Factor> Read(Declaration file, JsonNode? node, string key)
    {
        if (file.Section(node, key) is not { } random)
            return [];
        file.CheckKeys(random, $"{key}.", ["samples", "seed", "space"]);
        var samples = file.Get<int?>(random["samples"], $"{key}.samples", $"a whole number from 1 to {Most}");
        var seed = file.Get<long?>(random["seed"], $"{key}.seed", "a whole number") ?? 0;
        if (random["samples"] is null || samples is < 1 or > Most)
            file.Add(file.At($"{key}.samples", "how many points?") with { Found = Declaration.Show(random["samples"]), Expected = $"a whole number from 1 to {Most}", Fix = "write for example \"samples\": 20" });
        if (file.Section(random["space"], $"{key}.space") is not { } space)
        {
            if (random["space"] is null)
                file.Add(file.At($"{key}.space", "there is nothing to draw from") with { Found = "no \"space\"", Expected = "options with their distributions", Fix = "write for example \"space\": { \"temperature\": { \"logUniform\": [1, 10] } }" });
            return [];
        }

        var read = SpaceSection.Read(file, $"{key}.space", space);
        if (space.Count == 0)
            file.AddWrong($"{key}.space", space, "options with their distributions", "add one, or remove \"random\"");
        return read.Dimensions.Count > 0 && samples is { } count ? [new RandomFactor(key, read, seed, count)] : [];
    }
}
