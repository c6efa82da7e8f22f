using TorchSharp;

namespace KdHost.Sdk.Data;

/// <summary>Some images with their labels, ready for a model. The tensors belong to the dispose scope in which the batch was made.</summary>
/// <param name="Images">Normalised images <c>[B, C, H, W]</c>, float32.</param>
/// <param name="Labels">Classes <c>[B]</c>, int64.</param>
public sealed record Batch(torch.Tensor Images, torch.Tensor Labels)
{
    /// <summary>Number of images, B.</summary>
    public int Size => (int)Labels.shape[0];
}
