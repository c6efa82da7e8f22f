using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Concluding;

/// <summary>Report, reproduction, comparison and cleaning of a finished run.</summary>
public sealed class ConclusionTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    private readonly Workspace _workspace = finished.Workspace;

    [Fact]
    public async Task The_report_is_there_when_the_run_ends_and_is_made_again_on_request()
    {
        string[] files = ["leaderboard.csv", "leaderboard.md", "learning-curves.png", "report.html", "report.md", "trials.csv"];
        var report = Path.Combine(_workspace.Run.Path, "report");
        Assert.Superset(files.ToHashSet(), Directory.EnumerateFiles(report).Select(Path.GetFileName).ToHashSet()!);

        File.Delete(Path.Combine(report, "report.html"));
        Assert.Contains("report.html", (await _workspace.KdAsync("report", finished.Name, "--metrics")).MustEndWith(0).Output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(report, "report.html"), TestContext.Current.CancellationToken);
        foreach (var section in new[] { "results", "comparison", "curves", "parameters", "reproduce", "environment" })
            Assert.Contains($"<section id=\"{section}\">", page, StringComparison.Ordinal);
        Assert.Equal(12 * 12 * 4, File.ReadLines(Path.Combine(report, "metrics.csv")).Skip(1).Count(line => !line.Contains(",system/", StringComparison.Ordinal)));

        var json = JsonNode.Parse((await _workspace.KdAsync("report", finished.Name, "--json")).MustEndWith(0).Output)!;
        Assert.Equal("better", (string?)json["configurations"]![0]!["comparison"]!["verdict"]);
    }

    [Fact]
    public async Task A_finished_trial_is_reproduced_bit_by_bit_and_leaves_the_run_as_it_was()
    {
        var before = _workspace.Run.Snapshot("done", "trials", "leases");
        foreach (var words in new string[][] { [$"{finished.Name}/{finished.Trial[..8]}"], [finished.Trial[..12]] })
        {
            var result = JsonNode.Parse((await _workspace.KdAsync(["reproduce", .. words, "--plugins", Repository.TestPlugins, "--json"])).MustEndWith(0).Output)!;
            Assert.Equal("bitwise-equal", (string?)result["comparison"]!["verdict"]);
            Assert.Equal(48, (int)result["comparison"]!["points"]!);
            Assert.Empty(result["environment"]!.AsArray());
        }

        Assert.Equal(before, _workspace.Run.Snapshot("done", "trials", "leases"));
    }

    [Fact]
    public async Task A_trial_that_does_not_exist_can_not_be_reproduced()
    {
        (await _workspace.KdAsync("reproduce", $"{finished.Name}/0000000000")).MustRefuse("there is no such trial", "0000000000", "RUN/TRIAL", "trials.csv");
        (await _workspace.KdAsync("reproduce", $"{finished.Name}/{finished.Trial[..8]}")).MustEndWith(2); // its plugin is not named
    }

    [Fact]
    public async Task Two_runs_that_differ_in_one_parameter_are_compared_over_all_others()
    {
        using var other = new Workspace();
        other.Write("walks.json", Walks.Declaration);
        (await other.KdAsync([.. Walks.Command, "--set", "epochMilliseconds=0", "--set", "noise=0.5"])).MustEndWith(0);

        var result = (await _workspace.KdAsync("compare", finished.Name, other.Run.Path)).MustEndWith(0).Output;
        Assert.Contains("noise: 0.05 -> 0.5", result, StringComparison.Ordinal);
        Assert.Matches(@"drift=0.1\s+\S+ ± \S+\s+\S+ ± \S+\s+4\s+[+-]", result);
        var json = JsonNode.Parse((await _workspace.KdAsync("compare", finished.Name, other.Run.Path, "--metric", "validation/value", "--json")).MustEndWith(0).Output)!;
        Assert.Equal(3, json["configurations"]!.AsArray().Count);
        (await _workspace.KdAsync("compare", finished.Name, finished.Name, "--metric", "validation/valu")).MustRefuse("--metric", "validation/valu", "validation/value", "did you mean");
    }

    [Fact]
    public async Task Cleaning_only_says_what_it_would_do_unless_told()
    {
        using var workspace = new Workspace();
        workspace.Write("walks.json", Walks.Declaration);
        (await workspace.KdAsync([.. Walks.Command, "--set", "epochMilliseconds=0", "--set", "seeds=1"])).MustEndWith(0);
        var before = workspace.Run.Snapshot("done", "trials");

        Assert.Contains("Nothing was deleted", (await workspace.KdAsync("clean", "--checkpoints")).MustEndWith(0).Output, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Run.Snapshot("done", "trials"));

        Assert.Contains("3 last checkpoints of finished trials", (await workspace.KdAsync("clean", "--checkpoints", "--yes")).MustEndWith(0).Output, StringComparison.Ordinal);
        Assert.Equal(before.Keys.Where(file => !file.Contains("checkpoints", StringComparison.Ordinal)).Order(), workspace.Run.Snapshot("done", "trials").Keys.Order());

        (await workspace.KdAsync("clean", "--runs-older-than", "soon")).MustRefuse("--runs-older-than", "soon", "90d", "90d");
        Assert.Contains("Nothing to clean", (await workspace.KdAsync("clean", "--runs-older-than", "1h", "--yes")).MustEndWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("freed", (await workspace.KdAsync("clean", "--runs-older-than", "0h", "--yes")).MustEndWith(0).Output, StringComparison.Ordinal);
        Assert.False(workspace.HasRun);
    }
}
