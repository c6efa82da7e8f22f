using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Applies <c>--set key=value</c>: a top-level key such as <c>seeds</c> or <c>resources.threads</c>, else an option of the method.</summary>
internal static class Overrides
{
    private const string Source = "--set";
    private const string Parameters = "parameters.";
    private const string Method = "method";

    /// <exception cref="FaultException">An override has no equals sign.</exception>
    public static JsonFile Apply(JsonFile file, IReadOnlyList<string> overrides, IReadOnlyCollection<string> topLevelKeys)
    {
        var places = file.Places.ToDictionary();
        foreach (var item in overrides)
        {
            var (key, text) = item.Split('=', 2) is [var left, var right] && left.Length > 0 ? (left, right)
                : throw new FaultException(new Fault("this override has no value") { File = Source, Found = item, Expected = "key=value", Fix = "write for example --set epochs=10" });
            var path = topLevelKeys.Contains(key.Split('.')[0]) ? key : Parameters + key;
            FlatJson.Set(file.Root, path, Parse(text));
            places[path] = (Source, null);

            // A value that was given is meant for all trials, so nothing else may vary it.
            if (path == Method || path.StartsWith(Parameters, StringComparison.Ordinal))
                RemoveVariation(file.Root, path == Method ? path : path[Parameters.Length..]);
        }

        return file with { Places = places };
    }

    private static void RemoveVariation(JsonObject owner, string path)
    {
        JsonNode?[] sections = [owner["grid"], owner["zip"], owner["list"], (owner["random"] as JsonObject)?["space"]];
        foreach (var group in sections.SelectMany(Objects))
            Remove(group, path);
        foreach (var empty in Objects(owner["zip"]).Where(group => group.Count == 0).ToList())
        {
            if (owner["zip"] is JsonArray zip)
                zip.Remove(empty);
            else
                owner.Remove("zip");
        }

        if (owner["random"] is JsonObject random && random["space"] is JsonObject { Count: 0 })
            owner.Remove("random");
        foreach (var condition in Objects(owner["when"]))
        {
            RemoveVariation(condition, path);
            foreach (var parameters in Objects(condition["parameters"]))
                Remove(parameters, path);
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray list => list.OfType<JsonObject>(),
        _ => [],
    };

    private static void Remove(JsonObject group, string key)
    {
        group.Remove(key);
        if (key.Split('.', 2) is not [var head, var rest] || group[head] is not JsonObject inner)
            return;
        Remove(inner, rest);
        if (inner.Count == 0)
            group.Remove(head);
    }

    // JSON where it is JSON, else text: --set dataset=digits needs no quotes.
    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToNode(text);
        }
    }
}
