using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Merges a file over the files that it extends: objects by key, everything else replaced whole.</summary>
internal static class ExtendedFile
{
    private const string Key = "extends";

    /// <exception cref="FaultException">A file is missing or not JSON, or files extend each other in a circle.</exception>
    public static JsonFile Read(string path) => Read(path, []);

    private static JsonFile Read(string path, IReadOnlyList<string> open)
    {
        var file = JsonFile.Read(path);
        if (open.Contains(Path.GetFullPath(path)))
            throw new FaultException(file.At(Key, "these files extend each other") with { Found = string.Join(" -> ", open.Append(path).Select(Path.GetFileName)), Expected = "no circle", Fix = "remove one of the \"extends\"" });
        var bases = file.Root[Key] switch
        {
            null => [],
            JsonValue one when one.TryGetValue<string>(out var name) => [name],
            JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue<string>(out _)) => list.Select(item => item!.GetValue<string>()),
            _ => throw new FaultException(file.At(Key, "the value has the wrong type") with { Expected = "the path of a file, or a list of them", Fix = "change the value" }),
        };

        var folder = Path.GetDirectoryName(path) ?? "";
        var places = new Dictionary<string, (string, int?)>(StringComparer.Ordinal);
        var merged = new JsonObject();
        foreach (var layer in bases.Select(name => Read(Path.Combine(folder, name), [.. open, Path.GetFullPath(path)])).Append(file))
        {
            Merge(merged, layer.Root);
            foreach (var (key, place) in layer.Places)
                places[key] = place;
        }

        merged.Remove(Key);
        return new JsonFile(merged, places);
    }

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source)
        {
            if (value is JsonObject inner && target[key] is JsonObject existing)
                Merge(existing, inner);
            else
                target[key] = value?.DeepClone();
        }
    }
}
