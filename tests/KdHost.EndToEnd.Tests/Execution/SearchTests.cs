using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Execution;

/// <summary>Adaptive search in real processes: the same suggestions whoever runs them, and whatever happens meanwhile.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Suggestions_are_the_same_with_one_and_with_four_workers_and_after_kills()
    {
        var expected = await SuggestedAsync(workers: 1, kills: 0);
        Assert.Equal(16, expected.Count);
        Assert.Equal(expected, await SuggestedAsync(workers: 4, kills: 0));
        Assert.Equal(expected, await SuggestedAsync(workers: 4, kills: 2));
    }

    [Fact]
    public async Task A_search_that_grew_goes_on_and_one_that_has_ended_runs_nothing()
    {
        Declare("tpe", trials: 4, workers: 2);
        (await _workspace.RunProbeAsync()).MustEndWith(0);
        var before = _workspace.Run.Snapshot("done", "search");
        (await _workspace.RunProbeAsync()).MustEndWith(0);
        Assert.Equal(before, _workspace.Run.Snapshot("done", "search"));

        var grown = (await _workspace.RunProbeAsync("--set", "search.trials=6")).MustEndWith(0);
        Assert.Equal(12, _workspace.Run.Done.Count);
        Assert.Superset(before.ToHashSet(), _workspace.Run.Snapshot("done", "search").ToHashSet());
        Assert.Contains("search by tpe", grown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_brings_a_search_of_its_own()
    {
        _workspace.Declare("""
            "resources": { "workers": 2 },
            "search": { "proposer": "bisect", "trials": 100, "batch": 4, "space": { "x": { "uniform": [-4, 4] } }, "options": { "narrow": 0.5 } }
            """);

        (await _workspace.RunProbeAsync()).MustEndWith(0);

        var values = _workspace.Run.Index.Select(trial => (double)trial["parameters"]!["x"]!).ToList();
        Assert.Equal(20, values.Count); // intervals 8, 4, 2, 1, 0.5
        Assert.Equal(0.3, values[^4..].Average(), 0.3);
    }

    [Theory]
    [InlineData("""{ "proposer": "tpe", "space": { "temperature": { "uniform": [0, 1] } } }""", "search.space.temperature: there is no such option", "temperature", "epochs", "")]
    [InlineData("""{ "space": { "x": { "uniform": [0, 1000] } } }""", "search.space.x: some draws would be out of range", "1000", "-100 to 100", "narrow")]
    [InlineData("""{ "proposer": "tpee", "space": { "x": { "uniform": [0, 1] } } }""", "search.proposer: there is no such proposer", "tpee", "tpe", "\"tpe\"")]
    [InlineData("""{ "metric": "test/accuracy", "space": { "x": { "uniform": [0, 1] } } }""", "search.metric: a choice may not look at the test images", "test/accuracy", "validation/accuracy", "validation/accuracy")]
    [InlineData("""{ "space": { "x": { "uniform": [0, 1] } }, "options": { "gama": 0.5 } }""", "search.options.gama: there is no such option", "gama", "gamma", "\"gamma\"")]
    public async Task A_wrong_search_is_refused(string search, string problem, string found, string expected, string fix)
    {
        _workspace.Declare($"\"search\": {search}");
        (await _workspace.RunProbeAsync()).MustRefuse($"probe.json:5: {problem}", found, expected, fix);
    }

    private static async Task<List<string>> SuggestedAsync(int workers, int kills)
    {
        using var test = new SearchTests();
        test.Declare("tpe", trials: 8, workers);
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var host = test._workspace.Start("run", "probe.json");
            await host.UntilAsync(() => test._workspace.HasRun && test._workspace.Run.Done.Count >= 5 * kill, "some trials are done");
            LinuxProcess.Signal(host.Id, LinuxProcess.Kill);
            await host.EndAsync();
        }

        (await test._workspace.RunProbeAsync()).MustEndWith(0);
        return [.. test._workspace.Run.Index.Select(trial => $"{trial["id"]} {trial["point"]!.ToJsonString()}")];
    }

    private void Declare(string proposer, int trials, int workers) => _workspace.Declare($$"""
        "parameters": { "epochs": 2, "epochMilliseconds": 30 },
        "seeds": 2,
        "resources": { "workers": {{workers}} },
        "search": {
          "proposer": "{{proposer}}", "trials": {{trials}}, "batch": 2, "options": { "startupTrials": 4 },
          "space": { "x": { "uniform": [-4, 4] }, "y": { "normal": { "mean": 0, "standardDeviation": 1, "low": -4, "high": 4 } }, "point": { "integer": { "low": 1, "high": 1000, "log": true } }, "shape": { "choice": ["flat", "hill", "valley"] } }
        }
        """);
}
