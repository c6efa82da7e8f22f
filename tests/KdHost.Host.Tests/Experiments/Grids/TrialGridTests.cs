using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Experiments.Grids;

public sealed class TrialGridTests
{
    private static readonly string[] Axes = ["epochs", "batchSize", "teacher.epochs", "teacher.batchSize"];

    private static readonly Gen<(int[] Sizes, int Seeds)> Grids = Gen.Select(Gen.Int[1, 4].Array[0, Axes.Length], Gen.Int[1, 3]);

    [Fact]
    public void Every_combination_comes_once_for_each_seed() => Grids.Sample(
        grid =>
        {
            var trials = Of(grid.Sizes, grid.Seeds).Expand();
            Assert.Equal(grid.Sizes.Aggregate(grid.Seeds, (product, size) => product * size), trials.Count);
            Assert.Equal(trials.Count, trials.DistinctBy(trial => trial.Id).Count());
            Assert.Equal(trials.Count, trials.DistinctBy(trial => $"{trial.Label} {trial.Seed}").Count());
            Assert.Equal(trials.Count / grid.Seeds, trials.DistinctBy(trial => trial.ConfigurationId).Count());
        },
        iter: 30);

    [Fact]
    public void Seeds_are_outermost_and_the_last_axis_turns_fastest() => Grids.Sample(
        grid =>
        {
            var trials = Of(grid.Sizes, grid.Seeds).Expand();
            var points = trials.Count / grid.Seeds;
            Assert.Equal(Enumerable.Range(0, trials.Count).Select(i => (long)(i / points)), trials.Select(trial => trial.Seed));
            var digits = trials.Take(points).Select(trial => grid.Sizes.Select((size, axis) => (int)trial.Point[Axes[axis]]! - 1).Aggregate(0, (number, digit) => (number * 10) + digit));
            Assert.Equal(digits.Order(), digits);
        },
        iter: 30);

    [Fact]
    public void The_values_of_a_point_reach_the_options_and_the_rest_is_shared()
    {
        var trial = Assert.Single(Declared.Of("""{ "method": "vanilla-kd", "parameters": { "epochs": 5, "temperature": 2 }, "grid": { "epochs": [6], "teacher.model": ["mlp-16"] } }""").Expand());
        Assert.Equal(("6", "2", "\"mlp-16\"", "64"), (Value("epochs"), Value("temperature"), Value("teacher.model"), Value("batchSize")));

        string Value(string path) => trial.Options.Values[path]!.ToJsonString();
    }

    [Fact]
    public void The_method_may_be_an_axis() => Assert.Equal(
        ["method=vanilla-kd epochs=1", "method=vanilla-kd epochs=2"], Declared.Of("""{ "grid": { "method": ["vanilla-kd"], "epochs": [1, 2] } }""").Labels());

    [Fact]
    public void Zipped_lists_go_together_and_each_group_is_an_axis() => Assert.Equal(
        ["temperature=1 epochs=1 batchSize=10 warmup=0", "temperature=1 epochs=1 batchSize=10 warmup=0.5", "temperature=1 epochs=2 batchSize=20 warmup=0", "temperature=1 epochs=2 batchSize=20 warmup=0.5"],
        Declared.Of("""{ "method": "vanilla-kd", "grid": { "temperature": [1] }, "zip": [ { "epochs": [1, 2], "batchSize": [10, 20] }, { "warmup": [0, 0.5] } ] }""").Labels());

    [Fact]
    public void Points_of_a_list_come_as_they_are_written_times_the_grid() => Assert.Equal(
        ["temperature=1 epochs=1", "temperature=1 epochs=2 warmup=0.1", "temperature=4 epochs=1", "temperature=4 epochs=2 warmup=0.1"],
        Declared.Of("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 4] }, "list": [ { "epochs": 1 }, { "epochs": 2, "warmup": 0.1 } ] }""").Labels());

    [Fact]
    public void Expanding_is_lazy()
    {
        var experiment = Of([4, 4, 4, 4], 1) with { Seeds = [.. Enumerable.Range(0, 1_000_000).Select(i => (long)i)] };
        Assert.Equal(300, TrialExpander.Expand(experiment, Catalog.Methods).Take(300).Count());
    }

    [Fact]
    public void A_million_points_are_walked_without_being_kept()
    {
        var axis = string.Join(", ", Enumerable.Range(1, 100));
        var grid = new TrialGrid(Declared.Of($$"""{ "method": "vanilla-kd", "grid": { "epochs": [{{axis}}], "batchSize": [{{axis}}], "temperature": [{{axis}}] } }"""), Catalog.Methods);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1_000_000, grid.Points(new GridCounts(grid)).Count());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void An_id_made_from_parts_is_the_id_of_the_bound_options() => Gen.Select(Gen.Double[0.001, 1000], Gen.Double[1e-6, 1], Gen.OneOf("none", "kd"), Gen.Long).Sample(
        (temperature, fraction, distillation, seed) =>
        {
            var point = new JsonObject { ["temperature"] = temperature, ["teacher"] = new JsonObject { ["model"] = "mlp-16" }, ["distillation"] = distillation };
            var json = new JsonObject { ["method"] = "vanilla-kd", ["parameters"] = new JsonObject { ["trainFraction"] = fraction }, ["list"] = new JsonArray(point), ["seeds"] = new JsonArray(seed) };
            var trial = Assert.Single(Declared.Of(json.ToJsonString()).Expand());
            var bound = TrialSpec.Of("vanilla-kd", OptionBinder.Bind(Catalog.Methods.Get("vanilla-kd").Schema, trial.Options.Values), seed, trial.Point);
            Assert.Equal((bound.Id, bound.ConfigurationId), (trial.Id, trial.ConfigurationId));
            Assert.Equivalent(bound.Options.Instance, trial.Options.Instance);
        },
        iter: 50);

    [Fact]
    public void A_later_declaration_of_the_same_configuration_is_left_out_and_counted()
    {
        var experiment = Declared.Of("""{ "method": "vanilla-kd", "list": [ { "epochs": 1 }, { "epochs": 100 }, {}, { "temperature": 1.0 }, { "temperature": 2 }, { "temperature": 2.0 } ] }""");
        Assert.Equal(["epochs=1", "epochs=100", "temperature=2"], experiment.Labels());
        Assert.Equal((3, 3), (experiment.Survey().Counts.Configurations, experiment.Survey().Counts.Twins));
    }

    private static Experiment Of(int[] sizes, int seeds)
    {
        var grid = new JsonObject(sizes.Select((size, axis) => KeyValuePair.Create(Axes[axis], (JsonNode?)new JsonArray([.. Enumerable.Range(1, size).Select(i => (JsonNode?)i)]))));
        return Declared.Of(new JsonObject { ["method"] = "vanilla-kd", ["grid"] = grid, ["seeds"] = seeds }.ToJsonString());
    }
}
