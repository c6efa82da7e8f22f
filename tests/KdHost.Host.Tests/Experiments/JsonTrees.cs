using System.Text.Json.Nodes;
using CsCheck;

namespace KdHost.Host.Tests.Experiments;

/// <summary>Generates nested objects over few keys, so that two of them often share some.</summary>
internal static class JsonTrees
{
    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf<JsonNode?>(
        Gen.Int[0, 99].Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.OneOf("x", "y").Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Int[0, 9].Array[0, 3].Select(values => (JsonNode?)new JsonArray([.. values.Select(value => (JsonNode?)JsonValue.Create(value))])),
        Gen.Const<JsonNode?>((JsonNode?)null));

    /// <summary>An object without empty groups; a group may be nested two deep.</summary>
    public static readonly Gen<JsonObject> Any = Tree(2);

    private static Gen<JsonObject> Tree(int depth)
    {
        var value = depth == 0 ? Leaf : Gen.OneOf(Leaf, Tree(depth - 1).Select(tree => (JsonNode?)tree));
        return Gen.Dictionary(Gen.OneOf("a", "b", "c", "d"), value)[1, 4].Select(pairs => new JsonObject(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))));
    }
}
