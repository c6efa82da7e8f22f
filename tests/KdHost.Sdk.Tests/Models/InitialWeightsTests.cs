using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Tests.Setup;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

[Collection(typeof(ExactNumbers))]
public sealed class InitialWeightsTests
{
    [Fact]
    public void The_seed_decides_the_weights()
    {
        using var scope = torch.NewDisposeScope();
        var weights = new[] { 1, 1, 2 }.Select(seed => ModelCatalog.Create("resnet8", new ImageShape(3, 8, 8), 10, seed).parameters().First()).ToArray();
        Assert.True(weights[0].equal(weights[1]).all().ToBoolean());
        Assert.False(weights[0].equal(weights[2]).all().ToBoolean());
    }
}
