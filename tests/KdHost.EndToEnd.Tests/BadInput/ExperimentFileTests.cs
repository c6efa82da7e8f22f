using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.BadInput;

/// <summary>Files that are no experiment: one message with its place, exit code 2, nothing run.</summary>
public sealed class ExperimentFileTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_missing_file_is_named_with_its_full_path()
    {
        var result = await _workspace.KdAsync("run", "nowhere.json");

        result.MustRefuse("nowhere.json: there is no such file", found: _workspace.PathOf("nowhere.json"), expected: "an experiment file", fix: "check the path");
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_file_that_is_not_JSON_is_refused_with_the_line_of_the_mistake()
    {
        _workspace.Write("x.json", "{\n  \"name\": \"x\",\n  \"method\" \"vanilla-kd\"\n}");

        var result = await _workspace.KdAsync("run", "x.json");

        result.MustRefuse("x.json:3: this is not JSON", found: "':'", expected: "JSON", fix: "mend the syntax");
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_refused()
    {
        _workspace.Write("x.json", Declarations.Small[..^20]);

        (await _workspace.KdAsync("run", "x.json")).MustRefuse("x.json:12: this is not JSON", found: "end of data", expected: "JSON", fix: "mend the syntax");
    }

    [Theory]
    [InlineData("\"method\": \"vanilla-kd\"", "\"methid\": \"vanilla-kd\"", "x.json:3: methid: there is no such key", "methid", "method, parameters", "did you mean \"method\"?")]
    [InlineData("\"epochs\": 3", "\"epochz\": 3", "x.json:8: parameters.epochz: there is no such option", "epochz", "teacher.model", "did you mean \"epochs\"?")]
    [InlineData("\"epochs\": 2", "\"epoch\": 2", "x.json:7: parameters.teacher.epoch: there is no such option", "teacher.epoch", "teacher.epochs", "did you mean \"teacher.epochs\"?")]
    [InlineData("\"epochs\": 3", "\"epochs\": \"three\"", "x.json:8: parameters.epochs: the value has the wrong type", "\"three\"", "a whole number from 1 to 100000", "without quotes")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3.5", "x.json:8: parameters.epochs: the value has the wrong type", "3.5", "a whole number", "the default is 100")]
    [InlineData("\"seeds\": 2", "\"seeds\": -2", "x.json:11: seeds: the value has the wrong type", "-2", "a positive whole number", "write 5")]
    [InlineData("\"trainFraction\": 0.1", "\"trainFraction\": 1.5", "x.json:6: parameters.trainFraction: the number is out of range", "1.5", "to 1", "the default is 1")]
    [InlineData("vanilla-kd", "vanila-kd", "x.json:3: method: there is no method \"vanila-kd\"", "vanila-kd", "vanilla-kd", "did you mean \"vanilla-kd\"?")]
    [InlineData("mlp-64", "mlp-65", "x.json:7: parameters.teacher.model: there is no model \"mlp-65\"", "mlp-65", "mlp-16", "did you mean \"mlp-64\"?")]
    [InlineData("\"digits\"", "\"digit\"", "x.json:5: parameters.dataset: there is no data set \"digit\"", "digit", "digits, fashion-mnist", "did you mean \"digits\"?")]
    [InlineData("[\"none\", \"kd\"]", "[\"none\", \"dk\"]", "x.json:10: grid.distillation.1: there is no value \"dk\"", "dk", "none, kd", "did you mean")]
    [InlineData("[\"none\", \"kd\"]", "[]", "x.json:10: grid.distillation: the grid is empty", "[]", "at least one value", "add values or remove the axis")]
    [InlineData("[\"none\", \"kd\"]", "\"kd\"", "x.json:10: grid.distillation: the value has the wrong type", "\"kd\"", "a list of values", "write [\"kd\"]")]
    public async Task A_wrong_line_is_refused_with_file_line_key_found_expected_and_fix(string right, string wrong, string place, string found, string expected, string fix)
    {
        var text = Declarations.Small.Replace(right, wrong, StringComparison.Ordinal);
        if (right.Contains("none", StringComparison.Ordinal) || wrong == "[]")
            text = text.Replace(",\n  \"compare\": { \"baseline\": { \"distillation\": \"none\" } }", "", StringComparison.Ordinal);
        _workspace.Write("x.json", text);

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(place, found, expected, fix);
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task All_mistakes_of_a_file_are_told_at_once()
    {
        _workspace.Write("x.json", Declarations.Small.Replace("mlp-64", "mlp-65", StringComparison.Ordinal).Replace("0.1", "7", StringComparison.Ordinal).Replace("\"epochs\": 3", "\"epochs\": true", StringComparison.Ordinal));

        var result = (await _workspace.KdAsync("run", "x.json")).MustEndWith(2);

        Assert.StartsWith("3 errors:\n", result.Errors, StringComparison.Ordinal);
        Assert.Equal(3, result.Errors.Split("\n  fix: ").Length - 1);
    }

    [Fact]
    public async Task An_override_that_is_wrong_is_refused_as_one()
    {
        _workspace.Write("x.json", Declarations.Small);

        (await _workspace.KdAsync("run", "x.json", "--set", "temperature=cold")).MustRefuse("--set: parameters.temperature: the value has the wrong type", "cold", "a number", "without quotes");
        Assert.True(_workspace.NothingRan);
    }
}
