using System.Text.Json;
using Json.Schema;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Experiments.Options;

public sealed class ExperimentSchemaTests
{
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromText(ExperimentSchema.Of(Catalog.Methods).ToJsonString()));

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void The_experiments_of_the_repository_are_valid() => Assert.All(Repository.Experiments().Select(File.ReadAllText), text => Assert.True(IsValid(text), text));

    [Theory]
    [InlineData("""{ "method": "vanilla-kd" }""")]
    [InlineData("""{ "extends": "base.json", "seeds": [1, 2] }""")]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "teacher": { "epochs": 3 }, "teacher.model": "mlp-16" } }""")]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 2.5], "teacher.epochs": [3] } }""")]
    [InlineData("""{ "method": "vanilla-kd", "zip": [ { "epochs": [1, 2], "batchSize": [8, 16] } ], "list": [ { "temperature": 2 }, {} ] }""")]
    [InlineData("""{ "method": "vanilla-kd", "zip": { "epochs": [1, 2], "batchSize": [8, 16] } }""")]
    [InlineData("""{ "method": "vanilla-kd", "random": { "samples": 5, "seed": 3, "space": { "temperature": { "logUniform": [1, 10] }, "epochs": { "integer": { "low": 1, "high": 9, "log": true } }, "student": { "choice": ["mlp-16", "mlp-64"] }, "softWeight": { "normal": { "mean": 1, "standardDeviation": 1, "low": 0 } } } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "when": [ { "if": { "distillation": ["none", "kd"] }, "parameters": { "temperature": 2 }, "grid": { "epochs": [1, 2] } } ] }""")]
    [InlineData("""{ "method": "vanilla-kd", "exclude": { "distillation": "none" }, "require": [ { "temperature": [1, 2] } ] }""")]
    [InlineData("""{ "grid": { "method": ["vanilla-kd"], "temperature": [1] } }""")]
    [InlineData("""{ "list": [ { "method": "vanilla-kd", "temperature": 1 } ], "compare": { "baseline": { "method": "vanilla-kd" } } }""")]
    public void What_the_host_takes_is_valid(string json) => Assert.True(IsValid(json));

    [Theory]
    [InlineData("""{ "metod": "vanilla-kd" }""")]
    [InlineData("""{ "method": "vanila-kd" }""")]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "epoch": 3 } }""")]
    [InlineData("""{ "parameters": { "epoch": 3 } }""")]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "epochs": "3" } }""")]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "epochs": 0 } }""")]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "teacher": { "epoch": 3 } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "distillation": "dk" } }""")]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "epochs": 3 } }""")]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "epochs": [] } }""")]
    [InlineData("""{ "method": "vanilla-kd", "zip": [ { "epochs": [1, "2"] } ] }""")]
    [InlineData("""{ "method": "vanilla-kd", "list": [ { "epochs": [1] } ] }""")]
    [InlineData("""{ "method": "vanilla-kd", "random": { "space": { "temperature": { "uniform": [1, 2] } } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "random": { "samples": 2, "space": { "temperature": { "unifrom": [1, 2] } } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "random": { "samples": 2, "space": { "temperature": { "uniform": [1] } } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "random": { "samples": 2, "space": { "student": { "choice": ["mlp"] } } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "random": { "samples": 2, "space": { "tmperature": { "uniform": [1, 2] } } } }""")]
    [InlineData("""{ "method": "vanilla-kd", "when": [ { "parameters": { "epochs": 3 } } ] }""")]
    [InlineData("""{ "method": "vanilla-kd", "when": [ { "if": { "distilation": "kd" }, "parameters": { "epochs": 3 } } ] }""")]
    [InlineData("""{ "method": "vanilla-kd", "exclude": { "distillation": ["dk"] } }""")]
    [InlineData("""{ "method": "vanilla-kd", "compare": { "baseline": { "epochs": "1" } } }""")]
    [InlineData("""{ "grid": { "method": ["vanila-kd"] } }""")]
    public void What_the_host_refuses_is_not_valid(string json) => Assert.False(IsValid(json));

    [Fact]
    public void Every_option_has_its_meaning_and_every_word_its_own()
    {
        var options = ExperimentSchema.Of(Catalog.Methods)["$defs"]!["vanilla-kd"]!["options"]!;
        Assert.All(options.AsObject(), option => Assert.NotEmpty(option.Value!["description"]!.GetValue<string>()));
        Assert.EndsWith("\nnone: Labels only: the baseline under the same recipe.\nkd: The teacher's softened class probabilities.", options["distillation"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("mlp-16", options["student"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    private static bool IsValid(string json)
    {
        using var document = JsonDocument.Parse(json, Lenient);
        return Schema.Value.Evaluate(document.RootElement).IsValid;
    }
}
