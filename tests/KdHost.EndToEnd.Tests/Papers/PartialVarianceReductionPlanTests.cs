using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Papers;

/// <summary>Every experiment file of the paper is valid on any machine, and names the data that is missing.</summary>
public sealed class PartialVarianceReductionPlanTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Repository.Root, "experiments", "partial-variance-reduction");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task An_experiment_file_plans_without_data_and_names_what_is_missing(string file)
    {
        _workspace.Environment["KDHOST_DATA"] = _workspace.PathOf("nothing");

        var plan = JsonNode.Parse((await _workspace.KdAsync("plan", Path.Combine(Folder, file), "--json")).MustEndWith(0).Output)!;

        Assert.True((int)plan["trials"]! >= 3);
        var missing = plan["missingFiles"]!.AsArray();
        Assert.NotEmpty(missing);
        if (file.Contains("features", StringComparison.Ordinal))
            Assert.Contains("cifar-10-resnet50/train.safetensors", plan["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
