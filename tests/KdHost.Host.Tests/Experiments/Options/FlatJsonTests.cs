using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Tests.Experiments.Options;

public sealed class FlatJsonTests
{
    [Fact]
    public void Setting_every_leaf_of_a_flattened_object_gives_the_object_back() => JsonTrees.Any.Sample(tree =>
    {
        var again = new JsonObject();
        foreach (var (path, value) in FlatJson.Flatten(tree))
            FlatJson.Set(again, path, value?.DeepClone());
        Assert.Equal(tree.ToJsonString(), again.ToJsonString());
    });

    [Fact]
    public void Lists_and_empty_groups_are_leaves() =>
        Assert.Equal(["a.b", "a.c", "d"], FlatJson.Flatten(JsonNode.Parse("""{ "a": { "b": [1, { "x": 2 }], "c": {} }, "d": null }""")!.AsObject()).Keys);
}
