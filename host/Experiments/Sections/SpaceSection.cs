using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments.Sections;

/// <summary>A <c>space</c>: for each option what its values are drawn from, such as <c>{ "temperature": { "logUniform": [1, 10] } }</c>.</summary>
internal static class SpaceSection
{
    /// <summary>The distributions by the word that names them in a file.</summary>
    public static readonly IReadOnlyCollection<string> Names = ["uniform", "logUniform", "normal", "integer", "choice"];

    private const string Example = "write for example { \"uniform\": [0, 1] }";

    /// <summary>Reads a space.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The key of the space, such as <c>random.space</c>.</param>
    /// <param name="space">The space.</param>
    public static SearchSpace Read(Declaration file, string key, JsonObject space)
    {
        var dimensions = new List<KeyValuePair<string, Distribution>>();
        Collect(file, key, "", space, dimensions);
        return new SearchSpace(dimensions);
    }

    private static void Collect(Declaration file, string key, string prefix, JsonObject group, List<KeyValuePair<string, Distribution>> dimensions)
    {
        foreach (var (name, node) in group)
        {
            var (path, place) = (prefix + name, $"{key}.{name}");
            if (node is JsonObject { Count: > 0 } inner && !inner.Any(pair => Names.Contains(pair.Key)) && inner.All(pair => pair.Value is JsonObject))
                Collect(file, place, $"{path}.", inner, dimensions);
            else if (ReadDistribution(file, place, node) is { } distribution)
                dimensions.Add(KeyValuePair.Create(path, distribution));
        }
    }

    private static Distribution? ReadDistribution(Declaration file, string key, JsonNode? node)
    {
        if (node is not JsonObject { Count: > 0 } named)
        {
            file.AddWrong(key, node, $"one of the distributions {string.Join(", ", Names)}", node is JsonArray ? $"write {{ \"choice\": {Declaration.Show(node)} }}" : Example);
            return null;
        }

        if (named.Count > 1)
            file.Add(file.At(key, "this option has several distributions") with { Found = string.Join(", ", named.Select(pair => pair.Key)), Expected = "one of them", Fix = "remove the others" });
        var (name, arguments) = named.First();
        var place = $"{key}.{name}";
        switch (name)
        {
            case "uniform":
                return Numbers(file, place, arguments, ["low", "high"]) is [{ } low, { } high] ? Make(file, place, arguments, () => new Uniform(low, high)) : null;
            case "logUniform":
                return Numbers(file, place, arguments, ["low", "high"]) is [{ } lowest, { } highest] ? Make(file, place, arguments, () => new LogUniform(lowest, highest)) : null;
            case "normal":
                return Numbers(file, place, arguments, ["mean", "standardDeviation"], "low", "high") is [{ } mean, { } deviation, var from, var to]
                    ? Make(file, place, arguments, () => new Normal(mean, deviation, from ?? double.NegativeInfinity, to ?? double.PositiveInfinity)) : null;
            case "integer":
                return ReadInteger(file, place, arguments);
            case "choice" when arguments is JsonArray values:
                return Make(file, place, arguments, () => new Choice(values));
            case "choice":
                file.AddWrong(place, arguments, "a list of values", $"write [{Declaration.Show(arguments)}]");
                return null;
            default:
                file.Add(file.At(place, "there is no such distribution") with { Found = name, Expected = $"one of: {string.Join(", ", Names)}", Fix = Nearest.Fix(name, Names) });
                return null;
        }
    }

    private static IntegerRange? ReadInteger(Declaration file, string key, JsonNode? arguments)
    {
        var log = arguments is JsonObject named && file.Get<bool?>(named["log"], $"{key}.log", "true or false") is true;
        if (Numbers(file, key, arguments, ["low", "high"], "log") is not [{ } low, { } high, ..])
            return null;
        if (double.IsInteger(low) && double.IsInteger(high) && Math.Abs(low) < 1L << 53 && Math.Abs(high) < 1L << 53)
            return Make(file, key, arguments, () => new IntegerRange((long)low, (long)high, log));
        file.AddWrong(key, arguments, "two whole numbers", "write them without a point");
        return null;
    }

    // Both [1, 10] and { "low": 1, "high": 10 }; null when a required one is missing or one is no number.
    private static List<double?>? Numbers(Declaration file, string key, JsonNode? arguments, string[] required, params string[] optional)
    {
        string[] names = [.. required, .. optional];
        var expected = $"[{string.Join(", ", required)}], or an object with {string.Join(", ", names)}";
        List<JsonNode?>? values = arguments switch
        {
            JsonArray list when list.Count == required.Length => [.. list, .. optional.Select(_ => (JsonNode?)null)],
            JsonObject named when required.All(named.ContainsKey) => [.. names.Select(name => name == "log" ? null : named[name])],
            _ => null,
        };
        if (arguments is JsonObject section)
            file.CheckKeys(section, $"{key}.", names);
        if (values?.All(value => value is null || (value is JsonValue number && number.TryGetValue<double>(out _))) == true && values.Take(required.Length).All(value => value is not null))
            return [.. values.Select(value => value?.GetValue<double>())];
        file.AddWrong(key, arguments, expected, "change the value");
        return null;
    }

    private static T? Make<T>(Declaration file, string key, JsonNode? arguments, Func<T> make)
        where T : Distribution
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            file.Add(file.At(key, "there is nothing to draw from") with { Found = Declaration.Show(arguments), Expected = error.Message, Fix = "change the values" });
            return null;
        }
    }
}
