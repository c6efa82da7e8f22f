using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Papers;

/// <summary>The quick grid through the real program: with a teacher near the optimum the plateau falls as (1 − λ)².</summary>
[Collection(typeof(QuickStudies))]
public sealed class PartialVarianceReductionQuickTests : IDisposable
{
    private readonly Workspace _workspace = new() { Patience = QuickStudies.Patience };

    public void Dispose() => _workspace.Dispose();

    [Fact(Explicit = true)]
    public async Task The_quick_grid_passes_its_gate()
    {
        _workspace.Environment["KDHOST_DATA"] = Path.GetDirectoryName(Repository.SharedData("fashion-mnist"))!;
        (await _workspace.KdAsync("run", Path.Combine(Repository.Root, "experiments", "partial-variance-reduction", "quick.json"), "--devices", "cpu*2")).MustEndWith(0);
        var checks = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_workspace.Run.Path, "report", "study.json"), TestContext.Current.CancellationToken))!["checks"]!.AsArray();
        Assert.Equal(2, checks.Count);
        Assert.All(checks, check => Assert.Equal("holds", (string?)check!["outcome"]));
    }
}
