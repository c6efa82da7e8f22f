using KdHost.Host.Experiments;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments;

public sealed class OverridesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("epochs=3", """{"parameters":{"epochs":3}}""")]
    [InlineData("dataset=digits", """{"parameters":{"dataset":"digits"}}""")]
    [InlineData("dataset=\"digits\"", """{"parameters":{"dataset":"digits"}}""")]
    [InlineData("note=a=b", """{"parameters":{"note":"a=b"}}""")]
    [InlineData("note=", """{"parameters":{"note":""}}""")]
    [InlineData("note=null", """{"parameters":{"note":null}}""")]
    [InlineData("milestones=[1,2]", """{"parameters":{"milestones":[1,2]}}""")]
    [InlineData("teacher.model=m", """{"parameters":{"teacher":{"model":"m"}}}""")]
    [InlineData("parameters.epochs=3", """{"parameters":{"epochs":3}}""")]
    [InlineData("seeds=[7]", """{"seeds":[7]}""")]
    [InlineData("resources.threads=2", """{"resources":{"threads":2}}""")]
    public void An_override_sets_a_parameter_or_a_key_of_the_file(string item, string expected) => Assert.Equal(expected, Apply("{}", item));

    [Fact]
    public void An_override_wins_over_the_file_in_either_spelling()
    {
        Assert.Equal("""{"parameters":{"teacher":{"epochs":1,"model":"new"}}}""", Apply("""{ "parameters": { "teacher": { "epochs": 1 }, "teacher.model": "old" } }""", "teacher.model=new"));
        Assert.Equal("""{"parameters":{"teacher":{"model":"new"}}}""", Apply("""{ "parameters": { "teacher": { "model": "old" } } }""", "teacher.model=new"));
    }

    [Fact]
    public void The_last_of_two_overrides_wins() => Assert.Equal("""{"parameters":{"epochs":2}}""", Apply("{}", "epochs=1", "epochs=2"));

    [Theory]
    [InlineData("""{ "grid": { "epochs": [1, 2], "seed": [1] } }""", "epochs=3", "seed")]
    [InlineData("""{ "grid": { "epochs": [1, 2], "seed": [1] } }""", "parameters.epochs=3", "seed")]
    [InlineData("""{ "grid": { "teacher.model": ["a"], "teacher": { "epochs": [1] } } }""", "teacher.model=m", "teacher.epochs")]
    [InlineData("""{ "grid": { "teacher": { "model": ["a"] } } }""", "teacher.model=m", "")]
    [InlineData("""{ "grid": { "method": ["a", "b"], "epochs": [1] } }""", "method=vanilla-kd", "epochs")]
    [InlineData("""{ "zip": [ { "epochs": [1, 2], "seed": [3, 4] }, { "epochs": [1] } ] }""", "epochs=3", "seed")]
    [InlineData("""{ "zip": { "epochs": [1, 2] }, "grid": { "seed": [1] } }""", "epochs=3", "seed")]
    [InlineData("""{ "list": [ { "epochs": 1, "seed": 2 }, { "epochs": 1, "seed": 3 } ] }""", "epochs=3", "seed")]
    [InlineData("""{ "random": { "samples": 2, "space": { "epochs": { "integer": [1, 2] }, "seed": { "integer": [1, 2] } } } }""", "epochs=3", "seed")]
    [InlineData("""{ "random": { "samples": 2, "space": { "epochs": { "integer": [1, 2] } } } }""", "epochs=3", "")]
    public void What_varies_the_same_option_gives_way(string json, string item, string axes)
    {
        var path = _folder.Write("grid.json", json);
        var experiment = ExperimentReader.Read(path, ["method=vanilla-kd", item]);
        Assert.Equal(axes, string.Join(", ", experiment.Factors.SelectMany(factor => factor.Paths)));
    }

    [Fact]
    public void Conditions_give_way_too_and_keep_what_they_ask()
    {
        var path = _folder.Write("when.json", """{ "when": [ { "if": { "loss": "kd", "epochs": 3 }, "parameters": { "epochs": 4, "rate": 1 }, "grid": { "epochs": [1, 2], "seed": [5] } } ] }""");
        var condition = Assert.Single(ExperimentReader.Read(path, ["method=vanilla-kd", "epochs=3"]).Conditions);
        Assert.Equal("loss=kd epochs=3", condition.If.Text);
        Assert.Equal(["rate"], condition.Parameters.Select(assignment => assignment.Path));
        Assert.Equal(["seed"], condition.Factors.SelectMany(factor => factor.Paths));
    }

    [Theory]
    [InlineData("random.samples=3", "random", 3)]
    [InlineData("""exclude=[{"epochs":1}]""", "exclude", 1)]
    [InlineData("""require={"epochs":2}""", "require", 1)]
    [InlineData("""zip=[{"epochs":[1,2]}]""", "zip", 2)]
    [InlineData("""list=[{"epochs":1},{"epochs":2},{"epochs":3}]""", "list", 3)]
    public void The_sections_of_a_grid_can_be_given(string item, string section, int count)
    {
        var path = _folder.Write("random.json", section == "random" ? """{ "random": { "samples": 2, "space": { "temperature": { "uniform": [1, 2] } } } }""" : "{}");
        var experiment = ExperimentReader.Read(path, ["method=vanilla-kd", item]);
        Assert.Equal(count, section is "exclude" or "require" ? experiment.Exclusions.Count + experiment.Requirements.Count : Assert.Single(experiment.Factors).Count);
    }

    [Fact]
    public void A_fault_of_an_overridden_value_is_told_at_the_override()
    {
        var path = _folder.Write("file.json", "{\n \"resources\": { \"threads\": 1 } }");
        var fault = Assert.Single(Assert.Throws<FaultException>(() => ExperimentReader.Read(path, ["method=vanilla-kd", "resources.threads=many"])).Faults);
        Assert.Equal(("--set", "resources.threads", "\"many\""), (fault.File, fault.Key, fault.Found));
    }

    [Theory]
    [InlineData("epochs")]
    [InlineData("=3")]
    [InlineData("")]
    public void An_override_without_key_or_value_is_refused(string item)
    {
        var fault = Assert.Single(Assert.Throws<FaultException>(() => Apply("{}", item)).Faults);
        Assert.Equal((item, "key=value"), (fault.Found, fault.Expected));
    }

    private string Apply(string json, params string[] overrides) =>
        Overrides.Apply(ExtendedFile.Read(_folder.Write("file.json", json)), overrides, ["parameters", "grid", "seeds", "resources", "method"]).Root.ToJsonString();
}
