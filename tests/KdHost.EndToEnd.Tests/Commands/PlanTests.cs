using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Readme;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary>Planning: what a run would do, from the files alone.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_grid_of_the_README_plans_as_it_says()
    {
        var (path, content) = ReadmeFile.Files.Single(file => file.Key.EndsWith("small-data.json", StringComparison.Ordinal));
        _workspace.Write(path, content);

        var result = (await _workspace.KdAsync("plan", path)).MustEndWith(0);

        foreach (var line in ReadmeFile.PlainBlock("small-data").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(line, result.Output.Split('\n').Select(printed => printed.TrimEnd()));
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_plan_counts_what_is_done_and_says_how_long_the_rest_takes()
    {
        _workspace.Write("x.json", Declarations.Small);
        (await _workspace.KdAsync("run", "x.json", "--set", "seeds=1")).MustEndWith(0);

        var plan = JsonNode.Parse((await _workspace.KdAsync("plan", "x.json", "--json", "--list")).MustEndWith(0).Output)!;

        Assert.Equal((4, 2, 2), ((int)plan["trials"]!, (int)plan["states"]!["finished"]!, (int)plan["states"]!["toRun"]!));
        Assert.True((double)plan["estimate"]!["seconds"]! > 0);
        Assert.Equal(["finished", "finished", "to-run", "to-run"], plan["list"]!.AsArray().Select(trial => (string)trial!["state"]!));
        Assert.Contains("2 at a time", (await _workspace.KdAsync("plan", "x.json", "--set", "resources.workers=2")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_methods_share_a_grid_and_what_one_alone_knows_stands_in_a_condition()
    {
        const string Wrong = """{ "grid": { "method": ["vanilla-kd", "walk"], "temperature": [1, 4] } }""";
        _workspace.Write("x.json", Wrong);
        (await _workspace.KdAsync("plan", "x.json", "--plugins", Repository.TestPlugins)).MustEndWith(2);

        _workspace.Write("x.json", """{ "grid": { "method": ["vanilla-kd", "walk"] }, "when": [ { "if": { "method": "vanilla-kd" }, "grid": { "temperature": [1, 4] } } ] }""");
        var result = (await _workspace.KdAsync("plan", "x.json", "--plugins", Repository.TestPlugins, "--list")).MustEndWith(0);

        Assert.Contains("3 configurations", result.Output, StringComparison.Ordinal);
        Assert.Contains("method=vanilla-kd temperature=4", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_wrong_is_refused_with_all_its_faults()
    {
        _workspace.Write("x.json", """
            {
              "method": "vanilla-kd",
              "zip": [ { "epochs": [1, 2], "batchSize": [8] } ],
              "exclude": [ {} ]
            }
            """);

        var errors = (await _workspace.KdAsync("plan", "x.json")).MustEndWith(2).Errors;

        Assert.Contains("x.json:3: zip.0: the lists of this group differ in length", errors, StringComparison.Ordinal);
        Assert.Contains("x.json:4: exclude.0: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_matches_nothing_is_a_warning()
    {
        _workspace.Write("x.json", """{ "method": "vanilla-kd", "grid": { "temperature": [1, 4] }, "exclude": [ { "temperature": 2 } ] }""");

        Assert.Contains("warning: x.json:1: exclude.0: no point matches this", (await _workspace.KdAsync("plan", "x.json")).MustEndWith(0).Output, StringComparison.Ordinal);
    }
}
