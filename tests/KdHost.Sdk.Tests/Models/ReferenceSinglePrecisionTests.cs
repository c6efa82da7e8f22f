using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

public sealed class ReferenceSinglePrecisionTests
{
    private const long Large = 26_000_000; // parameters; such networks meet images of 224x224 in the slow test only

    [Theory]
    [MemberData(nameof(ReferenceModels.WithOutputs), MemberType = typeof(ReferenceModels))]
    public void Outputs_and_features_are_close_to_the_reference(string model, string file)
    {
        foreach (var run in ReferenceModels.Run(model, file, torch.float32, (reference, expected) => !ReferenceModels.IsLarge(expected) || reference.ParameterElements < Large))
            run.Check(outputs: run.Expected.IsTraining ? 1e-3 : 1e-4, gradients: null);
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Slow")]
    [MemberData(nameof(ReferenceModels.WithLargeImages), MemberType = typeof(ReferenceModels))]
    public void Outputs_and_features_on_large_images_are_close_to_the_reference(string model, string file)
    {
        foreach (var run in ReferenceModels.Run(model, file, torch.float32, (_, expected) => ReferenceModels.IsLarge(expected)))
            run.Check(outputs: 1e-4, gradients: null);
    }
}
