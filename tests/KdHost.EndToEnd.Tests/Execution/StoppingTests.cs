using System.Globalization;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Execution;

/// <summary>Early stopping in real processes: what pauses, what goes on, and that neither kills nor company change a number.</summary>
public sealed class StoppingTests : IDisposable
{
    private const string Points = """
        "parameters": { "epochs": 9, "epochMilliseconds": 30 },
        "grid": { "x": [-2, -1.5, -1, -0.5, 0, 0.3, 1, 1.5, 2] },
        "resources": { "workers": 2 }
        """;

    private const string Asha = """, "stopping": { "rule": "asha", "graceSteps": 1, "reductionFactor": 3, "maximumSteps": 9 }""";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Asha_pauses_what_is_worse_and_what_goes_on_ends_with_the_numbers_of_an_undisturbed_run()
    {
        var expected = await UndisturbedAsync();
        _workspace.Declare(Points + Asha);

        var result = (await _workspace.RunProbeAsync()).MustEndWith(0);

        MustBeHalved(expected);
        Assert.Contains("trials stay paused", result.Output, StringComparison.Ordinal);
        var before = _workspace.Run.Snapshot("done", "trials", "stopping");
        (await _workspace.RunProbeAsync()).MustEndWith(0);
        Assert.Equal(before, _workspace.Run.Snapshot("done", "trials", "stopping"));
    }

    [Fact]
    public async Task Asha_survives_kills_and_shares_a_directory()
    {
        var expected = await UndisturbedAsync();
        _workspace.Declare(Points + Asha);
        for (var kill = 1; kill <= 2; kill++)
        {
            await using var host = _workspace.Start("run", "probe.json");
            await host.UntilAsync(() => _workspace.HasRun && _workspace.Run.Snapshot("stopping").Count >= 3 * kill, "trials have reached a rung");
            LinuxProcess.Signal(host.Id, LinuxProcess.Kill);
            await host.EndAsync();
        }

        await using var first = _workspace.Start("run", "probe.json");
        await using var second = _workspace.Start("run", "probe.json");
        (await first.EndAsync()).MustEndWith(0);
        (await second.EndAsync()).MustEndWith(0);

        MustBeHalved(expected);
    }

    [Fact]
    public async Task A_grid_that_grew_lets_paused_trials_go_on()
    {
        _workspace.Declare(Points.Replace("[-2, -1.5, -1, -0.5, 0, 0.3, 1, 1.5, 2]", "[0.3, 0.2]", StringComparison.Ordinal) + Asha);
        (await _workspace.RunProbeAsync()).MustEndWith(0);
        Assert.Empty(_workspace.Run.Done);

        _workspace.Declare(Points.Replace("[-2, -1.5, -1, -0.5, 0, 0.3, 1, 1.5, 2]", "[0.3, 0.2, -2, -1, 1, 1.5, 2, -1.5, -0.5]", StringComparison.Ordinal) + Asha);
        (await _workspace.RunProbeAsync()).MustEndWith(0);

        var best = _workspace.Run.Index.Single(trial => (double)trial["parameters"]!["x"]! == 0.3);
        Assert.Equal("finished", (string?)_workspace.Run.Done[(string)best["id"]!]["state"]);
        Assert.True(_workspace.Run.Epochs((string)best["id"]!).Count >= 2);
    }

    [Fact]
    public async Task The_median_rule_ends_trials_that_are_worse_than_most_finished_ones()
    {
        _workspace.Declare("""
            "parameters": { "epochs": 6 },
            "grid": { "x": [0.3, 0.2, 0.4, 5, 6, 0.25] },
            "resources": { "workers": 1 },
            "stopping": { "rule": "median", "graceSteps": 2 }
            """);

        var result = (await _workspace.RunProbeAsync()).MustEndWith(0);

        var states = _workspace.Run.Index.ToDictionary(trial => (double)trial["parameters"]!["x"]!, trial => (string)_workspace.Run.Done[(string)trial["id"]!]["state"]!);
        Assert.Equal("5: stopped, 6: stopped", string.Join(", ", states.Where(state => state.Value != "finished").OrderBy(state => state.Key).Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Key}: {state.Value}"))));
        Assert.Contains("stopped early", result.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing to run", (await _workspace.RunProbeAsync()).MustEndWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "rule": "asha", "metric": "test/accuracy" }""", "stopping.metric: a choice may not look at the test images", "test/accuracy", "validation/accuracy", "\"validation/accuracy\"")]
    [InlineData("""{ "rule": "ahsa" }""", "stopping.rule: there is no such rule", "ahsa", "\"asha\"", "\"asha\"")]
    [InlineData("""{ "rule": "median", "reductionFactor": 3 }""", "stopping.reductionFactor: there is no such key", "reductionFactor", "minimumTrials", "remove it")]
    public async Task A_wrong_rule_is_refused(string stopping, string problem, string found, string expected, string fix)
    {
        _workspace.Declare($"\"stopping\": {stopping}");
        (await _workspace.RunProbeAsync()).MustRefuse($"probe.json:5: {problem}", found, expected, fix);
    }

    private static async Task<Dictionary<string, string>> UndisturbedAsync()
    {
        using var workspace = new Workspace();
        workspace.Declare(Points.Replace("30", "0", StringComparison.Ordinal));
        (await workspace.RunProbeAsync()).MustEndWith(0);
        return workspace.Run.Index.ToDictionary(X, trial => Metrics(workspace, (string)trial["id"]!));
    }

    private static string X(System.Text.Json.Nodes.JsonNode trial) => trial["parameters"]!["x"]!.ToJsonString();

    private static string Metrics(Workspace workspace, string trial) =>
        string.Join(' ', workspace.Run.Done[trial]["metrics"]!.AsObject().Where(metric => Outcome.IsResult(metric.Key)).Select(metric => $"{metric.Key}={metric.Value}"));

    // Nine trials reach the first rung, at least three the second, at least one the end, the best one among them.
    private void MustBeHalved(Dictionary<string, string> expected)
    {
        var run = _workspace.Run;
        var finished = run.Index.Where(trial => run.Done.ContainsKey((string)trial["id"]!)).ToList();
        Assert.InRange(finished.Count, 1, 6);
        Assert.Contains(finished, trial => X(trial) == "0.3");
        Assert.All(finished, trial => Assert.Equal(expected[X(trial)], Metrics(_workspace, (string)trial["id"]!)));
        Assert.All(finished, trial => Assert.Equal("finished", (string?)run.Done[(string)trial["id"]!]["state"]));
        var rungs = run.Snapshot("stopping").Keys.Where(file => !file.EndsWith(".promoted", StringComparison.Ordinal)).CountBy(file => Path.GetFileName(Path.GetDirectoryName(file)!)).ToDictionary();
        Assert.Equal(9, rungs["rung-1"]);
        Assert.InRange(rungs["rung-3"], 3, 9);
    }
}
