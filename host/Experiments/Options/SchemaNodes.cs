using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>Small pieces of JSON schemas.</summary>
internal static class SchemaNodes
{
    /// <summary>An object that has no other keys.</summary>
    public static JsonObject Group(JsonObject properties) => new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };

    /// <summary>An object that has no other keys.</summary>
    public static JsonObject Closed(params (string Key, JsonObject Schema)[] properties) =>
        Group(new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Schema))));

    /// <summary>A text.</summary>
    public static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    /// <summary>A whole number in a range.</summary>
    public static JsonObject Integer(long minimum, long maximum, string description) =>
        new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum, ["description"] = description };

    /// <summary>A description with the meaning of each word, a line each.</summary>
    public static string WithWords(string description, IEnumerable<(string Word, string Meaning)> words) =>
        string.Join("\n", words.Where(word => word.Meaning.Length > 0).Select(word => $"{word.Word}: {word.Meaning}").Prepend(description));

    /// <summary>One of some schemas.</summary>
    public static JsonObject AnyOf(string description, params JsonObject[] schemas) => new() { ["description"] = description, ["anyOf"] = new JsonArray([.. schemas]) };

    /// <summary>A list that is not empty.</summary>
    public static JsonObject List(JsonObject items, string description) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = items, ["description"] = description };
}
