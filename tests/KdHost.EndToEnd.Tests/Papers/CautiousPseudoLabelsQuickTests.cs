using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Papers;

/// <summary>The gate of cautious pseudo labels: the quick grid on real data.</summary>
[Collection(typeof(QuickStudies))]
public sealed class CautiousPseudoLabelsQuickTests : IDisposable
{
    // On three draws of three labels a class the base model is weak, and even labels that are wrong in two cases of five can help it: the claim is reported and not asserted.
    private const string NotAsserted = "with 40 % wrong labels";

    private readonly Workspace _workspace = new() { Patience = QuickStudies.Patience };

    public void Dispose() => _workspace.Dispose();

    [Fact(Explicit = true)]
    public async Task The_quick_grid_shows_what_the_paper_claims_of_nodes()
    {
        _workspace.Environment["KDHOST_DATA"] = Directory.GetParent(Repository.SharedData("graphs"))!.FullName;
        (await _workspace.KdAsync("run", Path.Combine(Repository.Root, "experiments", "cautious-pseudo-labels", "quick.json"), "--devices", "cpu")).MustEndWith(0);

        var checks = JsonNode.Parse(File.ReadAllText(Directory.EnumerateFiles(_workspace.PathOf("runs"), "study.json", SearchOption.AllDirectories).Single()))!["checks"]!.AsArray();

        Assert.Equal(8, checks.Count);
        Assert.All(checks.Where(check => !((string)check!["claim"]!).Contains(NotAsserted, StringComparison.Ordinal)), check => Assert.True((bool)check!["holds"]!, check.ToJsonString()));
    }
}
