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
        Assert.Empty(experiment.Grid);
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
    [InlineData("""{ "method": "m", "grid": { "a": [1] }, "compare": { "baseline": { "a": 2 } } }""", "compare.baseline.a")]
    public void A_fault_is_told_at_its_key(string json, string key) =>
        Assert.Equal(key, Assert.Single(Assert.Throws<FaultException>(() => Read(json)).Faults).Key);

    private Experiment Read(string json) => ExperimentReader.Read(_folder.Write("file.json", json), []);
}
