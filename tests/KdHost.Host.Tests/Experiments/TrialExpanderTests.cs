using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Host.Experiments;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments;

public sealed class TrialExpanderTests : IDisposable
{
    private static readonly string[] Axes = ["epochs", "batchSize", "teacher.epochs", "teacher.batchSize"];

    private static readonly Gen<(int[] Sizes, int Seeds)> Grids = Gen.Select(Gen.Int[1, 4].Array[0, Axes.Length], Gen.Int[1, 3]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_combination_comes_once_for_each_seed() => Grids.Sample(
        grid =>
        {
            var trials = TrialExpander.Expand(Of(grid.Sizes, grid.Seeds), Catalog.Methods).ToList();
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
            var trials = TrialExpander.Expand(Of(grid.Sizes, grid.Seeds), Catalog.Methods).ToList();
            var points = trials.Count / grid.Seeds;
            Assert.Equal(Enumerable.Range(0, trials.Count).Select(i => (long)(i / points)), trials.Select(trial => trial.Seed));
            var digits = trials.Take(points).Select(trial => grid.Sizes.Select((size, axis) => (int)trial.Point[Axes[axis]]! - 1).Aggregate(0, (number, digit) => (number * 10) + digit));
            Assert.Equal(digits.Order(), digits);
        },
        iter: 30);

    [Fact]
    public void The_values_of_a_point_reach_the_options_and_the_rest_is_shared()
    {
        var experiment = Read("""{ "method": "vanilla-kd", "parameters": { "epochs": 5, "temperature": 2 }, "grid": { "epochs": [6], "teacher.model": ["mlp-16"] } }""");
        var trial = Assert.Single(TrialExpander.Expand(experiment, Catalog.Methods));
        Assert.Equal(("6", "2", "\"mlp-16\"", "64"), (Value("epochs"), Value("temperature"), Value("teacher.model"), Value("batchSize")));

        string Value(string path) => trial.Options.Values[path]!.ToJsonString();
    }

    [Fact]
    public void The_method_may_be_an_axis()
    {
        var experiment = Read("""{ "grid": { "method": ["vanilla-kd"], "epochs": [1, 2] } }""");
        Assert.Equal(["method=vanilla-kd epochs=1", "method=vanilla-kd epochs=2"], TrialExpander.Expand(experiment, Catalog.Methods).Select(trial => trial.Label));
    }

    [Fact]
    public void Expanding_is_lazy()
    {
        var experiment = Of([4, 4, 4, 4], 1) with { Seeds = [.. Enumerable.Range(0, 1_000_000).Select(i => (long)i)] };
        Assert.Equal(300, TrialExpander.Expand(experiment, Catalog.Methods).Take(300).Count());
    }

    [Fact]
    public void Every_fault_of_every_point_is_told_once_with_its_line()
    {
        var experiment = Read("""
            {
              "method": "vanilla-kd",
              "parameters": { "epoch": 5 },
              "grid": {
                "temperature": [1, 0,
                  -1],
                "batchSize": [16, 32]
              }
            }
            """);
        var faults = Assert.Throws<FaultException>(() => TrialExpander.Check(experiment, Catalog.Methods)).Faults;
        Assert.Equal([(3, "parameters.epoch"), (5, "grid.temperature.1"), (6, "grid.temperature.2")], faults.Select(fault => (fault.Line!.Value, fault.Key!)).Order());
    }

    [Fact]
    public void An_unknown_method_is_told_with_the_nearest_one()
    {
        var fault = Assert.Single(Assert.Throws<FaultException>(() => TrialExpander.Check(Read("""{ "method": "vanila-kd" }"""), Catalog.Methods)).Faults);
        Assert.Equal("did you mean \"vanilla-kd\"?", fault.Fix);
    }

    [Fact]
    public void The_experiments_of_the_repository_are_free_of_faults() =>
        Assert.All(Repository.Experiments(), path => TrialExpander.Check(ExperimentReader.Read(path, []), Catalog.Methods));

    private Experiment Of(int[] sizes, int seeds)
    {
        var grid = new JsonObject(sizes.Select((size, axis) => KeyValuePair.Create(Axes[axis], (JsonNode?)new JsonArray([.. Enumerable.Range(1, size).Select(i => (JsonNode?)i)]))));
        return Read(new JsonObject { ["method"] = "vanilla-kd", ["grid"] = grid, ["seeds"] = seeds }.ToJsonString());
    }

    private Experiment Read(string json) => ExperimentReader.Read(_folder.Write($"{Guid.NewGuid():n}.json", json), []);
}
