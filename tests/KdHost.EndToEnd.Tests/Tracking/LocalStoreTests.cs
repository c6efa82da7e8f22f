using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Tracking;

/// <summary>Without any setting, results are in a local store that <c>mlflow ui</c> opens.</summary>
[Collection(typeof(HeavyTests))]
public sealed class LocalStoreTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_grid_is_a_run_with_its_trials_as_children_and_all_they_said()
    {
        _workspace.Write("x.json", Declarations.Small);

        var result = (await _workspace.KdAsync("run", "x.json")).MustEndWith(0);

        TrackedGrid.MustBeComplete(_workspace.Tracked, (run, name) => File.ReadAllBytes(Path.Combine(run.ArtifactFolder, name)));
        Assert.Contains($"mlflow ui --backend-store-uri sqlite:///{_workspace.PathOf("mlflow.db")}", result.Output, StringComparison.Ordinal);
    }
}
