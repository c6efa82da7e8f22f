using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

public sealed class ModelCatalogTests
{
    // The largest are the same code as the ones that stay.
    public static TheoryData<string> Models =>
        [.. ModelCatalog.Names.Except(["resnet101", "resnet152", "vit-base", "vit-small", "resnet110", "vgg19", "cifar-resnet50"])];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_gives_logits_stages_and_a_pooled_vector_for_small_grey_images(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelCatalog.Create(name, new ImageShape(1, 32, 32), 7, seed: 3);
        model.eval();
        using var tap = new FeatureTap(model, [model.Pooled, .. model.Stages.SelectMany(stage => new[] { stage.Output, stage.BeforeActivation })]);
        using (torch.no_grad())
        {
            var logits = model.call(torch.randn(2, 1, 32, 32));
            Assert.Equal([2, 7], logits.shape);
            Assert.True(logits.isfinite().all().ToBoolean());
        }

        Assert.Equal(2, tap[model.Pooled].dim());
        foreach (var stage in model.Stages)
            Assert.Equal(tap[stage.Output].shape, tap[stage.BeforeActivation].shape);
        Assert.Equal(model.Stages.Count, model.Stages.Select(stage => stage.Name).Distinct().Count());
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        using var scope = torch.NewDisposeScope();
        var weights = new[] { 1, 1, 2 }.Select(seed => ModelCatalog.Create("resnet8", new ImageShape(3, 8, 8), 10, seed).parameters().First()).ToArray();
        Assert.True(weights[0].equal(weights[1]).all().ToBoolean());
        Assert.False(weights[0].equal(weights[2]).all().ToBoolean());
    }

    [Fact]
    public void A_frozen_model_has_no_gradients_and_is_in_evaluation_mode()
    {
        using var model = ModelCatalog.Create("resnet8", new ImageShape(3, 8, 8), 10, seed: 0).Freeze();
        Assert.False(model.training);
        Assert.DoesNotContain(model.parameters(), parameter => parameter.requires_grad);
    }
}
