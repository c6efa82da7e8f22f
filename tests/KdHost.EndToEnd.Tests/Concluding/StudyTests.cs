using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Concluding;

/// <summary>A plugin's study concludes a grid: words, tables, figures and claims.</summary>
public sealed class StudyTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_study_says_what_the_grid_shows_in_the_terminal_on_disk_in_the_page_and_in_the_store()
    {
        var output = (await RunAsync(Walks.Declaration)).MustEndWith(0).Output;
        Assert.Matches(@"holds:\s+a walk with more drift ends higher \(measured: \d", output);
        Assert.Matches(@"does not hold:\s+every walk ends below 0", output);
        Assert.Matches(@"undecided:\s+walks end somewhere \(measured: nobody", output);

        var report = Path.Combine(_workspace.Run.Path, "report");
        var claims = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(report, "study.json"), TestContext.Current.CancellationToken))!["checks"]!.AsArray();
        Assert.Equal([true, false, null], claims.Select(claim => (bool?)claim!["holds"]));
        var text = await File.ReadAllTextAsync(Path.Combine(report, "study.md"), TestContext.Current.CancellationToken);
        Assert.Contains("| drift | end |", text, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(report, "figures", "walk.png")).Length > 1000);
        Assert.Contains("data:image/png;base64,", await File.ReadAllTextAsync(Path.Combine(report, "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var artifacts = Directory.EnumerateFiles(_workspace.PathOf("mlartifacts"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToHashSet();
        Assert.Superset(new HashSet<string?> { "study.md", "study.json", "walk.png" }, artifacts);
    }

    [Fact]
    public async Task A_study_of_a_grid_that_is_not_finished_is_preliminary()
    {
        var output = (await RunAsync(Walks.Declaration, "--set", "mishap=throw", "--set", "mishapEpoch=3", "--keep-going")).MustEndWith(1).Output;
        Assert.Contains("Preliminary: 12 trials have not finished.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_that_fails_is_told_of_and_costs_no_result()
    {
        var output = (await RunAsync(Walks.Declaration, "--set", "noise=6")).MustEndWith(0).Output;
        Assert.Matches(@"undecided:\s+the study concludes \(measured: it failed: nothing can be seen in this noise\)", output);
        Assert.Equal(12, _workspace.Run.Done.Count);
    }

    [Fact]
    public async Task A_study_that_no_plugin_has_is_refused_before_anything_runs()
    {
        _workspace.Write("walks.json", Walks.Declaration.Replace("\"walk\",", "\"walk\", \"study\": \"drifft\",", StringComparison.Ordinal));
        (await _workspace.KdAsync(Walks.Command)).MustRefuse("walks.json", "drifft", "one of: ", "did you mean");
        Assert.True(_workspace.NothingRan);
    }

    private Task<KdResult> RunAsync(string declaration, params string[] arguments)
    {
        _workspace.Write("walks.json", declaration.Replace("\"walk\",", "\"walk\", \"study\": \"drift\",", StringComparison.Ordinal));
        return _workspace.KdAsync([.. Walks.Command, "--set", "epochMilliseconds=0", .. arguments]);
    }
}
