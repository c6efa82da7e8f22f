using KdHost.Host.Experiments;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments.Grids;

public sealed class GridFaultTests
{
    [Fact]
    public void Every_fault_of_every_point_is_told_once_with_its_line()
    {
        var faults = Declared.Faults("""
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
        Assert.Equal([(3, "parameters.epoch"), (5, "grid.temperature.1"), (6, "grid.temperature.2")], faults.Select(fault => (fault.Line!.Value, fault.Key!)).Order());
    }

    [Fact]
    public void An_unknown_method_is_told_with_the_nearest_one() => Assert.Equal("did you mean \"vanilla-kd\"?", Assert.Single(Declared.Faults("""{ "method": "vanila-kd", "grid": { "epochs": [1, 2] }, "compare": { "baseline": { "epochs": 1 } }, "exclude": { "temperature": 3 } }""")).Fix);

    [Fact]
    public void A_point_without_a_method_is_told_where_to_name_one() => Assert.Equal(
        "some points have no method", Assert.Single(Declared.Faults("""{ "list": [ { "method": "vanilla-kd" }, { "epochs": 3 } ] }""")).Problem);

    [Fact]
    public void The_experiments_of_the_repository_are_free_of_faults() =>
        Assert.All(Repository.Experiments(), path => TrialExpander.Check(ExperimentReader.Read(path, []), Catalog.Methods));
}
