using KdHost.Host.Experiments;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments;

public sealed class ExperimentReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var experiment = Read("""{ "method": "m" }""");
        Assert.Equal("file", experiment.Name);
        Assert.Equal([0], experiment.Seeds);
        Assert.Equal(new Objective("test/accuracy", Maximize: true), experiment.Objective);
        Assert.Equal(Resources.Default, experiment.Resources);
        Assert.Empty(experiment.Factors);
        Assert.Empty(experiment.Baseline);
    }

    [Theory]
    [InlineData("3", "0 1 2")]
    [InlineData("[5, 3]", "5 3")]
    [InlineData("[-1, 9000000000]", "-1 9000000000")]
    public void Seeds_are_a_count_or_a_list(string seeds, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read($$"""{ "method": "m", "seeds": {{seeds}} }""").Seeds));

    [Theory]
    [InlineData("""{ "method": "m", "seeds": 0 }""", "seeds")]
    [InlineData("""{ "method": "m", "seeds": [1, 1] }""", "seeds")]
    [InlineData("""{ "method": "m", "seeds": "5" }""", "seeds")]
    [InlineData("""{ "method": "m", "grid": { "epochs": [] } }""", "grid.epochs")]
    [InlineData("""{ "method": "m", "grid": { "epochs": 5 } }""", "grid.epochs")]
    [InlineData("""{ "method": "m", "grid": { "rate": [0.1, 0.2, 1e-1] } }""", "grid.rate.2")]
    [InlineData("""{ "method": "m", "girds": {} }""", "girds")]
    [InlineData("""{ "method": 5 }""", "method")]
    [InlineData("""{ "seeds": 1 }""", "method")]
    [InlineData("""{ "method": "m", "objective": { "direction": "up" } }""", "objective.direction")]
    [InlineData("""{ "method": "m", "resources": { "threads": 0 } }""", "resources.threads")]
    [InlineData("""{ "method": "m", "resources": { "timeLimit": "soon" } }""", "resources.timeLimit")]
    [InlineData("""{ "method": "m", "grid": { "a": [1] }, "compare": { "baseline": { "b": 1 } } }""", "compare.baseline.b")]
    [InlineData("""{ "method": "m", "zip": [ { "a": [1, 2], "b": [1] } ] }""", "zip.0")]
    [InlineData("""{ "method": "m", "zip": [ { "a": 1 } ] }""", "zip.0.a")]
    [InlineData("""{ "method": "m", "zip": [ {} ] }""", "zip.0")]
    [InlineData("""{ "method": "m", "zip": 5 }""", "zip")]
    [InlineData("""{ "method": "m", "list": [] }""", "list")]
    [InlineData("""{ "method": "m", "list": [5] }""", "list.0")]
    [InlineData("""{ "method": "m", "list": [null] }""", "list.0")]
    [InlineData("""{ "method": "m", "random": { "samples": 0, "space": { "a": { "uniform": [0, 1] } } } }""", "random.samples")]
    [InlineData("""{ "method": "m", "random": { "space": { "a": { "uniform": [0, 1] } } } }""", "random.samples")]
    [InlineData("""{ "method": "m", "random": { "samples": 3 } }""", "random.space")]
    [InlineData("""{ "method": "m", "random": { "samples": 3, "space": {} } }""", "random.space")]
    [InlineData("""{ "method": "m", "random": { "samples": 3, "seeds": 1, "space": { "a": { "uniform": [0, 1] } } } }""", "random.seeds")]
    [InlineData("""{ "method": "m", "when": [ { "grid": { "a": [1] } } ] }""", "when.0.if")]
    [InlineData("""{ "method": "m", "when": [ { "if": { "a": 1 } } ] }""", "when.0")]
    [InlineData("""{ "method": "m", "when": [ { "if": { "a": 1 }, "then": {} } ] }""", "when.0.then")]
    [InlineData("""{ "method": "m", "when": [ { "if": { "a": 1 }, "grid": { "b": [] } } ] }""", "when.0.grid.b")]
    [InlineData("""{ "method": "m", "exclude": [ {} ] }""", "exclude.0")]
    [InlineData("""{ "method": "m", "exclude": "a" }""", "exclude")]
    [InlineData("""{ "method": "m", "require": [ 5 ] }""", "require.0")]
    [InlineData("""{ "method": "m", "grid": { "a": [1] }, "zip": [ { "a": [1, 2] } ] }""", "zip.0")]
    [InlineData("""{ "method": "m", "list": [ { "a": 1 } ], "random": { "samples": 1, "space": { "a": { "uniform": [0, 1] } } } }""", "random")]
    public void A_fault_is_told_at_its_key(string json, string key) =>
        Assert.Equal(key, Assert.Single(Assert.Throws<FaultException>(() => Read(json)).Faults).Key);

    private Experiment Read(string json) => ExperimentReader.Read(_folder.Write("file.json", json), []);
}
