using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Papers;

/// <summary>Every experiment file of the paper is valid on any machine, and names the data that is missing.</summary>
public sealed class CautiousPseudoLabelsPlanTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "experiments", "cautious-pseudo-labels"), "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task An_experiment_file_plans_without_data_and_names_what_is_missing(string file)
    {
        _workspace.Environment["KDHOST_DATA"] = _workspace.PathOf("nothing");

        var plan = JsonNode.Parse((await _workspace.KdAsync("plan", Path.Combine(Repository.Root, "experiments", "cautious-pseudo-labels", file), "--json")).MustEndWith(0).Output)!;

        Assert.True((int)plan["trials"]! >= 10);
        Assert.NotEmpty(plan["missingFiles"]!.AsArray());
    }
}
