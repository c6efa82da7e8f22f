using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Host.Experiments;
using KdHost.Host.Tests.Experiments.Options;

namespace KdHost.Host.Tests.Experiments;

public sealed class TrialSpecTests
{
    private static readonly Dictionary<string, JsonNode?> NoPoint = [];

    [Theory]
    [InlineData("0.1", "0.10")]
    [InlineData("0.1", "1e-1")]
    [InlineData("0.1", "1.0E-1")]
    [InlineData("0.1", "0.1000000000000000055511151231257827")]
    [InlineData("2", "2.0")]
    [InlineData("2", "0.2e1")]
    public void The_spelling_of_a_number_does_not_matter(string one, string other) =>
        Assert.Equal(Id($$"""{ "learningRate": {{one}} }"""), Id($$"""{ "learningRate": {{other}} }"""));

    [Fact]
    public void A_default_that_is_written_out_does_not_matter() =>
        Assert.Equal(Id("{}"), Id("""{ "epochs": 10, "nesterov": true, "note": null, "teacher": { "model": "large" }, "milestones": [30, 60] }"""));

    [Fact]
    public void The_order_and_nesting_of_keys_do_not_matter()
    {
        string[] pairs = ["\"epochs\": 3", "\"slope\": 2.5", "\"teacher.model\": \"small\"", "\"teacher\": { \"epochs\": 7 }", "\"note\": \"x\""];
        var expected = Id($"{{ {string.Join(", ", pairs)} }}");
        Gen.Shuffle(pairs).Sample(order => Assert.Equal(expected, Id($"{{ {string.Join(", ", order)} }}")));
    }

    [Theory]
    [InlineData("""{ "epochs": 11 }""")]
    [InlineData("""{ "learningRate": 0.10000000000000002 }""")]
    [InlineData("""{ "nesterov": false }""")]
    [InlineData("""{ "note": "" }""")]
    [InlineData("""{ "note": "null" }""")]
    [InlineData("""{ "note": "x\nslope=2" }""")]
    [InlineData("""{ "limit": 0 }""")]
    [InlineData("""{ "milestones": [60, 30] }""")]
    [InlineData("""{ "milestones": [] }""")]
    [InlineData("""{ "teacher.model": "small" }""")]
    [InlineData("""{ "teacher.epochs": 10 }""")]
    public void Another_option_is_another_trial_and_another_configuration(string json)
    {
        Assert.NotEqual(Id("{}"), Id(json));
        Assert.NotEqual(Of("{}").ConfigurationId, Of(json).ConfigurationId);
    }

    [Fact]
    public void Another_seed_is_another_trial_of_the_same_configuration() => Gen.Select(Gen.Long, Gen.Long).Sample((one, other) =>
    {
        Assert.Equal(one == other, Of("{}", one).Id == Of("{}", other).Id);
        Assert.Equal(Of("{}", one).ConfigurationId, Of("{}", other).ConfigurationId);
    });

    [Fact]
    public void Another_number_is_another_trial() => Gen.Select(Gen.Double[1e-9, 100], Gen.Double[1e-9, 100]).Sample((one, other) =>
        Assert.Equal(one == other, Id($$"""{ "learningRate": {{JsonSerializer.Serialize(one)}} }""") == Id($$"""{ "learningRate": {{JsonSerializer.Serialize(other)}} }""")));

    [Fact]
    public void Another_method_is_another_trial() =>
        Assert.NotEqual(Id("{}"), TrialSpec.Of("another", Sample.Bind("{}"), 0, NoPoint).Id);

    [Fact]
    public void The_point_of_the_grid_is_a_label_and_no_part_of_the_identity()
    {
        var labelled = TrialSpec.Of("sample", Sample.Bind("{}"), 0, new Dictionary<string, JsonNode?> { ["epochs"] = 10, ["note"] = null });
        Assert.Equal("epochs=10 note=null", labelled.Label);
        Assert.Equal("sample", Of("{}").Label);
        Assert.Equal(Id("{}"), labelled.Id);
    }

    [Fact]
    public void An_id_is_thirty_two_hexadecimal_digits() => Assert.Matches("^[0-9a-f]{32}$", Id("{}"));

    private static string Id(string json) => Of(json).Id;

    private static TrialSpec Of(string json, long seed = 0)
    {
        Assert.Empty(Sample.Check(json));
        return TrialSpec.Of("sample", Sample.Bind(json), seed, NoPoint);
    }
}
