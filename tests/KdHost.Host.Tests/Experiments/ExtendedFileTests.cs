using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments;

public sealed class ExtendedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_leaf_of_the_nearer_file_wins_and_what_it_does_not_touch_stays() => Gen.Select(JsonTrees.Any, JsonTrees.Any).Sample(
        (below, above) =>
        {
            var expected = Leaves(above);
            foreach (var (path, value) in Leaves(below).Where(leaf => !expected.Keys.Any(other => Overlap(leaf.Key, other))).ToList())
                expected[path] = value;
            Assert.Equal(expected.OrderBy(leaf => leaf.Key), Leaves(Read(below, above)).OrderBy(leaf => leaf.Key));
        },
        iter: 50);

    [Fact]
    public void Dotted_and_nested_keys_of_several_files_mean_the_same() => Gen.Select(JsonTrees.Any, JsonTrees.Any, JsonTrees.Any, Gen.Bool.Array[3]).Sample(
        (first, second, third, dotted) =>
        {
            JsonObject[] layers = [first, second, third];
            var mixed = Read([.. layers.Zip(dotted, (layer, isDotted) => isDotted ? Dotted(layer) : layer)]);
            Assert.Equal(Leaves(Read(layers)).OrderBy(leaf => leaf.Key), Leaves(mixed).OrderBy(leaf => leaf.Key));
        },
        iter: 50);

    [Fact]
    public void Lists_are_replaced_whole()
    {
        _folder.Write("base.json", """{ "grid": { "a": [1, 2, 3], "b": [4] } }""");
        var file = ExtendedFile.Read(_folder.Write("top.json", """{ "extends": "base.json", "grid": { "a": [9] } }"""));
        Assert.Equal("""{"grid":{"a":[9],"b":[4]}}""", file.Root.ToJsonString());
    }

    [Fact]
    public void Of_several_bases_the_later_wins_and_the_file_itself_wins_over_all()
    {
        _folder.Write("one.json", """{ "a": 1, "b": 1, "c": 1 }""");
        _folder.Write("two.json", """{ "b": 2, "c": 2 }""");
        var file = ExtendedFile.Read(_folder.Write("top.json", """{ "c": 3, "extends": ["one.json", "two.json"] }"""));
        Assert.Equal("""{"a":1,"b":2,"c":3}""", file.Root.ToJsonString());
    }

    [Fact]
    public void A_fault_is_told_at_the_file_and_line_that_the_value_came_from()
    {
        var below = _folder.Write("base.json", "{\n\n \"a\": { \"x\": 1 } }");
        var top = _folder.Write("top.json", "{ \"extends\": \"base.json\",\n \"b\": 2 }");
        var file = ExtendedFile.Read(top);
        Assert.Equal((below, 3), Place("a.x"));
        Assert.Equal((top, 2), Place("b"));

        (string?, int?) Place(string key) => file.At(key, "wrong") is var fault ? (fault.File, fault.Line) : default;
    }

    [Fact]
    public void A_base_is_looked_for_beside_the_file_that_names_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "deep"));
        _folder.Write("deep/one.json", """{ "extends": "two.json" }""");
        _folder.Write("deep/two.json", """{ "a": 2 }""");
        Assert.Equal("""{"a":2}""", ExtendedFile.Read(_folder.Write("top.json", """{ "extends": "deep/one.json" }""")).Root.ToJsonString());
    }

    [Fact]
    public void Files_that_extend_each_other_are_refused()
    {
        _folder.Write("one.json", """{ "extends": "two.json" }""");
        var fault = Fault(_folder.Write("two.json", """{ "extends": "one.json" }"""));
        Assert.Equal(("these files extend each other", "two.json -> one.json -> two.json"), (fault.Problem, fault.Found));
    }

    [Fact]
    public void Two_bases_may_share_a_base()
    {
        _folder.Write("base.json", """{ "a": 1 }""");
        _folder.Write("one.json", """{ "extends": "base.json" }""");
        _folder.Write("two.json", """{ "extends": "base.json" }""");
        Assert.Equal("""{"a":1}""", ExtendedFile.Read(_folder.Write("top.json", """{ "extends": ["one.json", "two.json"] }""")).Root.ToJsonString());
    }

    [Theory]
    [InlineData("""{ "extends": 5 }""", "the value has the wrong type")]
    [InlineData("""{ "extends": ["a.json", 5] }""", "the value has the wrong type")]
    [InlineData("""{ "extends": "missing.json" }""", "there is no such file")]
    [InlineData("[]", "this is not a JSON object")]
    [InlineData("{ \"a\": }", "this is not JSON")]
    [InlineData("""{ "a": 1, "a": 2 }""", "this is not JSON")]
    [InlineData("", "this is not JSON")]
    public void What_can_not_be_read_is_told(string json, string problem) => Assert.Equal(problem, Fault(_folder.Write("top.json", json)).Problem);

    [Fact]
    public void A_mark_that_some_editors_put_before_the_text_does_no_harm() =>
        Assert.Equal("""{"a":1}""", ExtendedFile.Read(_folder.Write("top.json", "\uFEFF{ \"a\": 1 }")).Root.ToJsonString());

    private static Fault Fault(string path) => Assert.Single(Assert.Throws<FaultException>(() => ExtendedFile.Read(path)).Faults);

    private static JsonObject Read(params JsonObject[] layers)
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = new JsonObject { ["parameters"] = layers[i].DeepClone() };
            if (i > 0)
                layer["extends"] = $"{i - 1}.json";
            folder.Write($"{i}.json", layer.ToJsonString());
        }

        return ExtendedFile.Read(Path.Combine(folder.Path, $"{layers.Length - 1}.json")).Root["parameters"]!.AsObject();
    }

    private static Dictionary<string, string> Leaves(JsonObject tree) => FlatJson.Flatten(tree).ToDictionary(leaf => leaf.Key, leaf => leaf.Value?.ToJsonString() ?? "null");

    private static JsonObject Dotted(JsonObject tree) => new(FlatJson.Flatten(tree).Select(leaf => KeyValuePair.Create(leaf.Key, leaf.Value?.DeepClone())));

    private static bool Overlap(string one, string other) => $"{one}.".StartsWith($"{other}.", StringComparison.Ordinal) || $"{other}.".StartsWith($"{one}.", StringComparison.Ordinal);
}
