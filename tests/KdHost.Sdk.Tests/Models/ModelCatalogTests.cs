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
        Assert.NotEmpty(model.Stages);
        foreach (var stage in model.Stages)
            Assert.Equal(tap[stage.Output].shape, tap[stage.BeforeActivation].shape);
        Assert.Equal(model.Stages.Count, model.Stages.Select(stage => stage.Name).Distinct().Count());
    }

    [Fact]
    public void Models_without_a_reference_have_the_parameters_that_the_catalogue_states()
    {
        var references = ReferenceModels.All.Select(row => row.Data.Item1).ToHashSet();
        foreach (var info in ModelCatalog.All.Where(info => !references.Contains(info.Name)))
        {
            using torch.nn.Module model = info.Input is { } input
                ? ModelCatalog.Create(info.Name, input, info.Classes, seed: 0)
                : ModelCatalog.CreateGraphModel(info.Name, info.Features!.Value, info.Classes, new(), seed: 0);
            Assert.True(info.Parameters == model.parameters().Sum(parameter => parameter.numel()), $"{info.Name}: {model.parameters().Sum(parameter => parameter.numel())}");
        }
    }

    [Fact]
    public void A_plugin_brings_models_of_its_own_and_takes_no_name_away()
    {
        ModelCatalog.Register(typeof(ModelCatalogTests).Assembly);
        using var scope = torch.NewDisposeScope();
        using var model = ModelCatalog.Create("test-only", new ImageShape(1, 4, 4), 3, seed: 0);
        Assert.Equal([2, 3], model.call(torch.randn(2, 1, 4, 4)).shape);
        Assert.Equal((16 * 3) + 3, ModelCatalog.Get("test-only").Parameters);
        Assert.Equal("perceptron, one hidden layer of 16", ModelCatalog.Get("mlp-16").Description);
    }

    [Model("test-only", "a model of this assembly", Channels = 1, Size = 4, Classes = 3, Parameters = 51)]
    [Model("mlp-16", "not this one")]
    internal static Classifier OfThisAssembly(ImageShape input, int classes) => new LinearModel(input.Size, classes);

    [Fact]
    public void A_deep_linear_network_is_linear_and_has_no_biases()
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelCatalog.Create("deep-linear-64-64", new ImageShape(1, 4, 4), 3, seed: 0);
        var (one, other) = (torch.randn(2, 1, 4, 4), torch.randn(2, 1, 4, 4));
        Assert.True(model.call((2 * one) - (3 * other)).allclose((2 * model.call(one)) - (3 * model.call(other)), atol: 1e-5));
        Assert.Equal(["layers.0.weight", "layers.1.weight", "layers.2.weight"], model.named_parameters().Select(entry => entry.name));
        Assert.Equal(["stage1", "stage2"], model.Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void A_frozen_model_has_no_gradients_and_is_in_evaluation_mode()
    {
        using var model = ModelCatalog.Create("resnet8", new ImageShape(3, 8, 8), 10, seed: 0).Freeze();
        Assert.False(model.training);
        Assert.DoesNotContain(model.parameters(), parameter => parameter.requires_grad);
    }
}
