using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary>The grids of SLaM at full size are valid on a machine without their data.</summary>
public sealed class SlamPlanTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("cifar10-soft", "168", "cifar-10-binary.tar.gz")]
    [InlineData("cifar10-hard", "168", "cifar-10-binary.tar.gz")]
    [InlineData("cifar100-soft", "168", "cifar-100-binary.tar.gz")]
    [InlineData("cifar100-hard", "168", "cifar-100-binary.tar.gz")]
    [InlineData("celeba", "108", "celeba")]
    [InlineData("imagenet", "90", "imagenet")]
    [InlineData("imdb", "84", "aclImdb_v1.tar.gz")]
    [InlineData("ablation-alpha", "450", "cifar-100-binary.tar.gz")]
    [InlineData("ablation-v", "15", "cifar-100-binary.tar.gz")]
    [InlineData("combine", "30", "cifar-100-binary.tar.gz")]
    public async Task A_grid_of_the_paper_is_planned_and_names_the_data_that_is_missing(string name, string trials, string missing)
    {
        var result = (await _workspace.KdAsync("plan", Path.Combine(Repository.Root, "experiments", "slam", $"paper-{name}.json"))).MustEndWith(0);
        Assert.Matches($@"trials\s+{trials}:", result.Output);
        Assert.Contains(missing, result.Output + result.Errors, StringComparison.Ordinal);
        Assert.True(_workspace.NothingRan);
    }
}
