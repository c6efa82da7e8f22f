using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary>Commands that only look. They work without libtorch: the folder that they would load it from is empty here.</summary>
public sealed class LookingTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public LookingTests() => _workspace.Environment["KDHOST_LIBTORCH"] = Directory.CreateDirectory(_workspace.PathOf("empty")).FullName;

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Methods_are_listed_with_title_paper_and_version()
    {
        var result = (await _workspace.KdAsync("methods")).MustEndWith(0);

        Assert.Matches(@"vanilla-kd\s+Vanilla knowledge\b.*\bHao et al\..*\b\d+\.\d+\.\d+", result.Output); // long titles may go on in a second line
        Assert.DoesNotContain("unusable", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_of_a_method_has_deviations_results_and_options()
    {
        var card = (await _workspace.KdAsync("describe", "vanilla-kd", "--card")).MustEndWith(0).Output;
        foreach (var part in new[] { "# VanillaKD", "## Deviations", "## Results", "| temperature | number | 1 |" })
            Assert.Contains(part, card, StringComparison.Ordinal);
        (await _workspace.KdAsync("describe", "walk", "--card", "--plugins", Repository.TestPlugins)).MustRefuse(Path.Combine(Repository.TestPlugins, "KdHost.TestMethods"), "no README.md", "a README.md", "write one beside the plugin");
    }

    [Fact]
    public async Task A_method_is_described_with_type_default_range_and_meaning_of_each_option()
    {
        var result = (await _workspace.KdAsync("describe", "vanilla-kd")).MustEndWith(0);

        Assert.Matches(@"temperature\s+number, default 1; from 0\.001 to 1000\n\s+T: softens both distributions\.", result.Output);
        Assert.Matches(@"distillation\s+.*default kd; one of none, kd", result.Output);
        Assert.Matches(@"teacher\.epochs\s+whole number, default 40; from 1 to 100000", result.Output);
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_refused_with_the_nearest_one()
    {
        (await _workspace.KdAsync("describe", "vanila-kd")).MustRefuse("there is no method \"vanila-kd\"", "vanila-kd", "vanilla-kd", "did you mean \"vanilla-kd\"?");
    }

    [Fact]
    public async Task Models_are_listed()
    {
        Assert.Matches(@"mlp-16\s+\S+", (await _workspace.KdAsync("models")).MustEndWith(0).Output);
    }

    [Fact]
    public async Task The_schema_is_JSON_that_knows_the_keys_of_a_file_and_the_options_of_methods()
    {
        (await _workspace.KdAsync("schema", "-o", "schema.json")).MustEndWith(0);
        var printed = (await _workspace.KdAsync("schema")).MustEndWith(0).Output;

        var text = await File.ReadAllTextAsync(_workspace.PathOf("schema.json"), TestContext.Current.CancellationToken);
        Assert.Equal(text, printed);
        var schema = JsonNode.Parse(text)!;
        Assert.NotNull(schema["$schema"]);
        Assert.Superset(new HashSet<string> { "method", "parameters", "grid", "seeds", "objective", "compare", "resources" }, schema["properties"]!.AsObject().Select(pair => pair.Key).ToHashSet());
        Assert.Contains("\"temperature\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_listed_comes_as_JSON_too()
    {
        var methods = JsonNode.Parse((await _workspace.KdAsync("methods", "--json")).MustEndWith(0).Output)!;
        Assert.Contains("vanilla-kd", methods["methods"]!.AsArray().Select(method => (string)method!["name"]!));
        Assert.Empty(methods["unusable"]!.AsArray());
        Assert.Contains("mlp-16", JsonNode.Parse((await _workspace.KdAsync("models", "--json")).MustEndWith(0).Output)!.AsArray().Select(model => (string)model!["name"]!));
        var options = JsonNode.Parse((await _workspace.KdAsync("describe", "vanilla-kd", "--json")).MustEndWith(0).Output)!["options"]!.AsArray();
        var temperature = options.Single(option => (string)option!["path"]! == "temperature")!;
        Assert.Equal((1, 0.001, 1000, false), ((double)temperature["default"]!, (double)temperature["minimum"]!, (double)temperature["maximum"]!, (bool)temperature["nullable"]!));
    }

    [Theory]
    [InlineData("rnu")]
    [InlineData("run")]
    [InlineData("run", "x.json", "--colour")]
    public async Task A_wrong_command_line_ends_with_exit_code_2(params string[] arguments)
    {
        Assert.NotEmpty((await _workspace.KdAsync(arguments)).MustEndWith(2).Errors);
    }
}
