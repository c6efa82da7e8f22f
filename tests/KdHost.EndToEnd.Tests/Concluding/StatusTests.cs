using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Concluding;

/// <summary>Looking at a run from another shell.</summary>
public sealed class StatusTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_run_is_looked_at_while_it_runs_and_after_it()
    {
        _workspace.Write("walks.json", Walks.Declaration);
        await using (var running = _workspace.Start(Walks.Command))
        {
            await running.UntilAsync(() => _workspace.HasRun && _workspace.Run.Done.Count > 1, "two trials are done");
            var status = JsonNode.Parse((await _workspace.KdAsync("status", "--json")).MustEndWith(0).Output)!;
            Assert.Equal((12, 1), ((int)status["trials"]!["total"]!, (int)status["pilots"]!));
            Assert.InRange((int)status["trials"]!["finished"]!, 2, 11);
            Assert.NotEmpty(status["running"]!.AsArray());
            Assert.NotNull(status["estimatedEnd"]);
            (await running.EndAsync()).MustEndWith(0);
        }

        Assert.Contains("12/12 trials: 12 finished", (await _workspace.KdAsync("status", "walks")).MustEndWith(0).Output, StringComparison.Ordinal);
        Assert.Matches(@"walks-\w+\s+12\s+12\s+0\s+0\s+0", (await _workspace.KdAsync("status", "--all")).MustEndWith(0).Output);
        Assert.Contains("complete", (await _workspace.KdAsync("status", "--watch")).MustEndWith(0).Output, StringComparison.Ordinal);
        (await _workspace.KdAsync("status", "wlaks")).MustRefuse("there is no such run", "wlaks", "the name of a run", "use one of: walks-");
    }

    [Fact]
    public async Task Failures_are_grouped_with_cause_remedy_and_last_lines()
    {
        _workspace.Write("walks.json", Walks.Declaration.Replace("\"epochs\": 12", "\"epochs\": 2, \"mishap\": \"throw\"", StringComparison.Ordinal));

        var run = (await _workspace.KdAsync([.. Walks.Command, "--set", "seeds=1"])).MustEndWith(1);
        var failures = (await _workspace.KdAsync("status", "--failures")).MustEndWith(0).Output;

        foreach (var output in new[] { run.Output, failures })
        {
            Assert.Contains("3 failed (", output, StringComparison.Ordinal);
            Assert.Contains("the walk stumbled", output, StringComparison.Ordinal);
            Assert.Contains("  fix: ", output, StringComparison.Ordinal);
            Assert.Contains("  last lines of ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_nothing_ran_status_says_so() =>
        (await _workspace.KdAsync("status")).MustRefuse(_workspace.PathOf("runs"), "no run directory in it", "a folder that kd run made", "--runs");
}
