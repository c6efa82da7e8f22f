using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

public sealed class FeatureTapTests
{
    private static readonly ImageShape Shape = new(3, 8, 8);

    [Fact]
    public void Tapped_features_carry_gradients_and_outlive_the_scope_of_the_pass()
    {
        using var model = ModelCatalog.Create("resnet8", Shape, 10, seed: 1);
        using var tap = new FeatureTap(model, model.Stages[1].Output, model.Stages[1].BeforeActivation, model.Pooled);
        using (torch.NewDisposeScope())
            model.call(torch.randn(2, 3, 8, 8));
        Assert.Equal([2, 16, 8, 8], tap[model.Stages[1].Output].shape);
        Assert.Equal([2, 64], tap[model.Pooled].shape);
        using var scope = torch.NewDisposeScope();
        Assert.True(tap[model.Stages[1].BeforeActivation].relu().allclose(tap[model.Stages[1].Output]));
        tap[model.Stages[1].Output].sum().backward();
        Assert.True(model.named_parameters().First().parameter.grad!.abs().sum().ToDouble() > 0);
    }

    [Fact]
    public void The_pooled_vector_is_what_the_last_layer_reads()
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelCatalog.Create("resnet8", Shape, 10, seed: 1);
        using var tap = new FeatureTap(model, model.Pooled);
        var logits = model.call(torch.randn(2, 3, 8, 8));
        var state = model.state_dict();
        Assert.True(torch.nn.functional.linear(tap[model.Pooled], state["fc.weight"], state["fc.bias"]).allclose(logits));
    }

    [Fact]
    public void Nothing_is_kept_after_clearing_or_after_disposal()
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelCatalog.Create("convnet-8-16-32", Shape, 10, seed: 1);
        var tap = new FeatureTap(model, model.Pooled);
        model.call(torch.randn(2, 3, 8, 8));
        var kept = tap[model.Pooled];
        tap.Clear();
        Assert.True(kept.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => tap[model.Pooled]);
        tap.Dispose();
        model.call(torch.randn(2, 3, 8, 8));
        Assert.Throws<InvalidOperationException>(() => tap[model.Pooled]);
    }

    [Fact]
    public void A_point_that_the_network_lacks_is_refused()
    {
        using var model = ModelCatalog.Create("mlp-16", Shape, 10, seed: 1);
        var error = Assert.Throws<ArgumentException>(() => new FeatureTap(model, TapPoint.OutputOf("fc9")));
        Assert.Contains("fc9", error.Message, StringComparison.Ordinal);
    }
}
