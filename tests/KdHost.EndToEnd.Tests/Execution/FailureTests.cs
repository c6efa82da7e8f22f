using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Execution;

/// <summary>Every way in which a trial can end badly: its class, its remedy, how often it is tried again, and a host that lives on.</summary>
[Collection(typeof(HeavyTests))]
public sealed class FailureTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Each_failure_has_its_class_and_remedy_and_costs_one_trial()
    {
        var expected = new Dictionary<string, string>
        {
            ["throw"] = "plugin-bug",
            ["throw-elsewhere"] = "plugin-bug",
            ["diverge"] = "not-a-number",
            ["bad-data"] = "data",
            ["no-memory"] = "out-of-memory",
            ["hog"] = "out-of-memory",
            ["crash"] = "native-crash",
            ["abort"] = "native-crash",
            ["kill"] = "lost-worker",
            ["hang"] = "time-limit",
        };
        _workspace.Declare($$"""
            "grid": { "ending": ["{{string.Join("\", \"", expected.Keys)}}", "finish"] },
            "resources": { "workers": 2, "retries": 0, "memory": "700MB", "timeLimit": "00:00:12" }
            """);

        var result = (await _workspace.RunProbeAsync()).MustEndWith(1);

        var ends = _workspace.Run.Index.ToDictionary(trial => (string)trial["point"]!["ending"]!, trial => _workspace.Run.Done[(string)trial["id"]!]);
        expected["finish"] = "";
        Assert.Equal(expected.Select(end => $"{end.Key}: {end.Value}").Order(), ends.Select(end => $"{end.Key}: {end.Value["failure"]?["kind"]}").Order());
        Assert.All(ends.Where(end => end.Key != "finish"), end => Assert.Contains($"fix: {end.Value["failure"]!["remedy"]}", result.Output, StringComparison.Ordinal));
        Assert.Contains("SIGSEGV", (string?)ends["crash"]["failure"]!["message"], StringComparison.Ordinal);
        Assert.Contains("more than its resources.memory of 700 MB", (string?)ends["hog"]["failure"]!["message"], StringComparison.Ordinal);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task A_class_of_failures_is_tried_again_as_often_as_declared_and_goes_on_from_its_checkpoint()
    {
        _workspace.Declare($$"""
            "parameters": { "epochs": 30, "epochMilliseconds": 100, "after": 20 },
            "grid": { "ending": ["kill", "throw", "diverge"] },
            "resources": { "workers": 2, "retries": { "plugin-bug": 1, "lost-worker": 1 } }
            """);

        var result = (await _workspace.RunProbeAsync("--set", $"once={_workspace.PathOf("once")}", "--keep-going")).MustEndWith(0);
        Assert.Contains("trying again from its last checkpoint", result.Output, StringComparison.Ordinal);
        Assert.Contains(_workspace.Run.Starts, start => start["from"] is not null);
    }

    [Fact]
    public async Task A_grid_in_which_every_trial_dies_alike_stops_early_unless_told_to_keep_going()
    {
        _workspace.Declare("""
            "parameters": { "ending": "throw" },
            "grid": { "point": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
            "resources": { "workers": 2 }
            """);

        var stopped = (await _workspace.RunProbeAsync()).MustEndWith(1);
        Assert.Contains("Stopped: the first 3 trials failed alike (plugin-bug) and none succeeded.", stopped.Output, StringComparison.Ordinal);
        Assert.InRange(_workspace.Run.Done.Count, 3, 5);

        var kept = (await _workspace.RunProbeAsync("--keep-going")).MustEndWith(1);
        Assert.DoesNotContain("failed alike", kept.Output, StringComparison.Ordinal);
        Assert.Equal(10, _workspace.Run.Done.Count);
    }
}
