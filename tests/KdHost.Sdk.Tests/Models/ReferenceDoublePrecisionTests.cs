using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

public sealed class ReferenceDoublePrecisionTests
{
    [Theory]
    [MemberData(nameof(ReferenceModels.WithOutputs), MemberType = typeof(ReferenceModels))]
    public void Outputs_features_and_gradients_equal_the_reference(string model, string file)
    {
        foreach (var run in ReferenceModels.Run(model, file, torch.float64, (reference, expected) => expected == reference.Cases![0] || !ReferenceModels.IsLarge(expected)))
            run.Check(outputs: 1e-8, gradients: 1e-8);
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Slow")]
    [MemberData(nameof(ReferenceModels.WithLargeImages), MemberType = typeof(ReferenceModels))]
    public void Outputs_and_features_on_large_images_equal_the_reference(string model, string file)
    {
        foreach (var run in ReferenceModels.Run(model, file, torch.float64, (_, expected) => ReferenceModels.IsLarge(expected)))
            run.Check(outputs: 1e-8, gradients: null);
    }
}
