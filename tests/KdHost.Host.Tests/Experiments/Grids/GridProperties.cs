using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Experiments.Grids;

public sealed class GridProperties
{
    private static readonly string[] Options = ["epochs", "batchSize", "temperature", "warmup"];

    private static readonly Gen<JsonNode> Value = Gen.OneOf("1", "2", "3").Select(text => JsonNode.Parse(text)!);

    // Warm-up has its own valid values; the others take 1 to 3.
    private static readonly Gen<JsonObject> Partial = Gen.Select(Gen.Shuffle(Options[..3]), Gen.Int[1, 2], Value, (order, count, value) => new JsonObject(order.Take(count).Select(option => KeyValuePair.Create(option, (JsonNode?)value.DeepClone()))));

    private static readonly Gen<JsonObject> Axes = Gen.Select(Gen.Shuffle(Options[..3]), Gen.Int[0, 3], Gen.Int[1, 3].Array[3], (order, count, sizes) =>
        new JsonObject(order.Take(count).Select((option, i) => KeyValuePair.Create(option, (JsonNode?)new JsonArray([.. Enumerable.Range(1, sizes[i]).Select(v => (JsonNode?)v)])))));

    private static readonly Gen<JsonObject> Conditions = Gen.Select(Partial, Partial, Gen.Int[1, 2], (condition, parameters, size) =>
        new JsonObject { ["if"] = condition.DeepClone(), ["parameters"] = parameters.DeepClone(), ["grid"] = new JsonObject { ["warmup"] = new JsonArray([.. Enumerable.Range(1, size).Select(i => (JsonNode?)(i / 10.0))]) } });

    private static readonly Gen<JsonObject> Experiments = Gen.Select(Axes, Conditions.Array[0, 2], Partial.Array[0, 2], Partial.Array[0, 2], (axes, conditions, exclude, require) => new JsonObject
    {
        ["method"] = "vanilla-kd",
        ["grid"] = axes.DeepClone(),
        ["when"] = Array(conditions),
        ["exclude"] = Array(exclude),
        ["require"] = Array(require),
        ["seeds"] = 2,
    });

    [Fact]
    public void The_points_are_those_of_a_plain_walk_through_the_rules() => Experiments.Sample(
        json =>
        {
            var (experiment, expected) = (Declared.Of(json.ToJsonString()), PlainWalk.Of((JsonObject)JsonNode.Parse(json.ToJsonString())!).ToList());
            Assert.Equal(expected.Distinct(), TrialExpander.Expand(experiment, Catalog.Methods).Where(trial => trial.Seed == 0).Select(PlainWalk.Text));
        },
        iter: 300);

    [Fact]
    public void What_stays_and_what_is_left_out_add_up() => Experiments.Sample(
        json =>
        {
            var grid = new TrialGrid(Declared.Of(json.ToJsonString()), Catalog.Methods);
            var counts = new GridCounts(grid);
            var configurations = grid.Points(counts).Count();
            var all = grid.Set.All(new long[grid.Experiment.Conditions.Count]).Count();
            Assert.Equal(configurations, counts.Configurations);
            Assert.Equal(all, counts.Configurations + counts.Twins + counts.NotRequired + counts.Excluded.Sum());
        },
        iter: 300);

    [Fact]
    public void No_trial_comes_twice_and_every_seed_has_the_same_points() => Experiments.Sample(
        json =>
        {
            var trials = Declared.Of(json.ToJsonString()).Expand();
            Assert.Equal(trials.Count, trials.DistinctBy(trial => trial.Id).Count());
            Assert.Equal(trials.Where(trial => trial.Seed == 0).Select(trial => trial.ConfigurationId), trials.Where(trial => trial.Seed == 1).Select(trial => trial.ConfigurationId));
            Assert.Equal(trials.OrderBy(trial => trial.Seed).Select(trial => trial.Id), trials.Select(trial => trial.Id));
        },
        iter: 100);

    [Fact]
    public void Random_points_are_reproducible_and_more_of_them_keep_the_earlier_ones() => Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[0, 3]).Sample(
        (few, more, seed) =>
        {
            var expected = Random(few, seed).Labels().ToList();
            Assert.Equal(expected, Random(few, seed).Labels());
            Assert.Equal(expected, Random(few + more, seed).Labels().Take(few));
            Assert.Empty(expected.Intersect(Random(few, seed + 1).Labels()));
            Assert.Equal(expected, Random(few, seed, """ "grid": { "student": ["mlp-16"] }, "exclude": { "warmup": 0.5 }, "seeds": 3, """).Labels().Take(few).Select(label => label.Replace("student=mlp-16 ", "", StringComparison.Ordinal)));
        },
        iter: 30);

    private static Experiment Random(int samples, int seed, string more = "") => Declared.Of(
        $$"""{ "method": "vanilla-kd", {{more}} "random": { "samples": {{samples}}, "seed": {{seed}}, "space": { "temperature": { "logUniform": [1, 10] }, "epochs": { "integer": [1, 100] } } } }""");

    private static JsonArray Array(JsonObject[] items) => [.. items.Select(item => item.DeepClone())];
}
