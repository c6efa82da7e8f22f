using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>Nested JSON objects as dotted paths and back. Both forms are allowed in experiment files and may be mixed.</summary>
internal static class FlatJson
{
    /// <summary>All leaves of an object by dotted path. Arrays are leaves.</summary>
    public static Dictionary<string, JsonNode?> Flatten(JsonObject tree)
    {
        var leaves = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Collect(tree, "", leaves);
        return leaves;
    }

    /// <summary>Sets a leaf, making the objects on its way.</summary>
    public static void Set(JsonObject tree, string path, JsonNode? value)
    {
        var keys = path.Split('.');
        foreach (var key in keys[..^1])
        {
            if (tree[key] is not JsonObject next)
                tree[key] = next = [];
            tree = next;
        }

        tree[keys[^1]] = value;
    }

    /// <summary>
    /// The object with every dotted key written as nested objects. Only in one form can a later value replace an earlier one.
    /// </summary>
    public static JsonObject Nest(JsonObject tree)
    {
        var nested = new JsonObject();
        foreach (var (path, value) in Flatten(tree))
            Set(nested, path, value?.DeepClone());
        return nested;
    }

    private static void Collect(JsonObject tree, string prefix, Dictionary<string, JsonNode?> leaves)
    {
        foreach (var (key, value) in tree)
        {
            if (value is JsonObject { Count: > 0 } inner)
                Collect(inner, $"{prefix}{key}.", leaves);
            else
                leaves[prefix + key] = value;
        }
    }
}
