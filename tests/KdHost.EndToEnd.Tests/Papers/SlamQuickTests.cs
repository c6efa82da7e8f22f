using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Papers;

/// <summary>The quick study of SLaM: its gates must hold.</summary>
[Collection(typeof(QuickStudies))]
public sealed class SlamQuickTests : IDisposable
{
    private readonly Workspace _workspace = new() { Patience = QuickStudies.Patience };

    public void Dispose() => _workspace.Dispose();

    [Fact(Explicit = true)]
    public async Task The_mixing_beats_vanilla_distillation_under_known_noise_and_both_rules_learn_the_adversarial_halfspace()
    {
        _workspace.Environment["KDHOST_DATA"] = Path.GetDirectoryName(Repository.SharedData("mnist"))!;
        (await _workspace.KdAsync("run", Path.Combine(Repository.Root, "experiments", "slam", "quick.json"))).MustEndWith(0);
        var report = Path.Combine(_workspace.Run.Path, "report");
        var checks = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(report, "study.json"), TestContext.Current.CancellationToken))!["checks"]!.AsArray();
        Assert.Equal(5, checks.Count);
        Assert.All(checks, check => Assert.True((bool?)check!["holds"], check.ToJsonString()));
    }
}
