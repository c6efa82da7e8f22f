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

            // A value that was given is meant for all trials, so an axis of the same name is replaced.
            var axis = path == Method ? path : path.StartsWith(Parameters, StringComparison.Ordinal) ? path[Parameters.Length..] : null;
            if (axis is not null && file.Root["grid"] is JsonObject grid)
                RemoveAxis(grid, axis);
        }

        return file with { Places = places };
    }

    private static void RemoveAxis(JsonObject grid, string key)
    {
        grid.Remove(key);
        if (key.Split('.', 2) is not [var group, var rest] || grid[group] is not JsonObject inner)
            return;
        RemoveAxis(inner, rest);
        if (inner.Count == 0)
            grid.Remove(group);
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
