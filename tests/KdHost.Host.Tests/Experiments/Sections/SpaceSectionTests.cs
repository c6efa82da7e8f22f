using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Sections;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Search;

namespace KdHost.Host.Tests.Experiments.Sections;

public sealed class SpaceSectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_distribution_is_read_in_both_spellings()
    {
        Dictionary<string, Distribution> expected = new()
        {
            ["a"] = new Uniform(0, 1),
            ["b"] = new LogUniform(1, 10),
            ["c"] = new Normal(0, 2),
            ["d"] = new IntegerRange(1, 8),
            ["e"] = new Choice(["x", 1]),
            ["f"] = new Uniform(0, 0.5),
            ["g"] = new Normal(0, 1, -1),
            ["h"] = new IntegerRange(1, 8, log: true),
            ["group.one"] = new Uniform(0, 1),
            ["group.two"] = new Uniform(0, 2),
        };
        var space = Read("""
            {
              "a": { "uniform": [0, 1] }, "b": { "logUniform": [1, 10] }, "c": { "normal": [0, 2] }, "d": { "integer": [1, 8] }, "e": { "choice": ["x", 1] },
              "f": { "uniform": { "low": 0, "high": 0.5 } }, "g": { "normal": { "mean": 0, "standardDeviation": 1, "low": -1 } }, "h": { "integer": { "low": 1, "high": 8, "log": true } },
              "group": { "one": { "uniform": [0, 1] } }, "group.two": { "uniform": [0, 2] },
            }
            """);
        Assert.Equal(expected.OrderBy(pair => pair.Key), space.Dimensions.OrderBy(pair => pair.Key));
    }

    [Theory]
    [InlineData("5", "space.a")]
    [InlineData("{}", "space.a")]
    [InlineData("[1, 2]", "space.a")]
    [InlineData("""{ "unifrom": [0, 1] }""", "space.a.unifrom")]
    [InlineData("""{ "uniform": [1, 0] }""", "space.a.uniform")]
    [InlineData("""{ "uniform": [0, 1, 2] }""", "space.a.uniform")]
    [InlineData("""{ "uniform": ["0", 1] }""", "space.a.uniform")]
    [InlineData("""{ "uniform": [0, 1], "normal": [0, 1] }""", "space.a")]
    [InlineData("""{ "uniform": { "low": 0 } }""", "space.a.uniform")]
    [InlineData("""{ "uniform": { "low": 0, "high": 1, "step": 1 } }""", "space.a.uniform.step")]
    [InlineData("""{ "logUniform": [0, 1] }""", "space.a.logUniform")]
    [InlineData("""{ "normal": [0, -1] }""", "space.a.normal")]
    [InlineData("""{ "integer": [0.5, 2] }""", "space.a.integer")]
    [InlineData("""{ "integer": { "low": 0, "high": 5, "log": true } }""", "space.a.integer")]
    [InlineData("""{ "integer": { "low": 1, "high": 5, "log": 1 } }""", "space.a.integer.log")]
    [InlineData("""{ "choice": 5 }""", "space.a.choice")]
    [InlineData("""{ "choice": [1, 1] }""", "space.a.choice")]
    public void What_can_not_be_drawn_from_is_told_at_its_key(string distribution, string key)
    {
        var fault = Assert.Single(Assert.Throws<FaultException>(() => Read($$"""{ "a": {{distribution}} }""")).Faults);
        Assert.Equal((key, 1), (fault.Key, fault.Line));
        Assert.NotNull(fault.Fix);
    }

    private SearchSpace Read(string json)
    {
        var faults = new FaultList();
        var file = new Declaration(JsonFile.Read(_folder.Write("file.json", $$"""{ "space": {{json}} }""")), faults);
        var space = SpaceSection.Read(file, "space", (JsonObject)file.Root["space"]!);
        faults.ThrowIfAny();
        return space;
    }
}
