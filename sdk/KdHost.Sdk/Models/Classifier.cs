using TorchSharp;

namespace KdHost.Sdk.Models;

/// <summary>A network that gives each image <c>[B, C, H, W]</c> one logit a class <c>[B, K]</c>.</summary>
/// <param name="name">The model's name.</param>
public abstract class Classifier(string name) : torch.nn.Module<torch.Tensor, torch.Tensor>(name)
{
    /// <summary>Keeps the weights fixed: evaluation mode, no gradients.</summary>
    /// <returns>This model.</returns>
    public Classifier Freeze()
    {
        eval();
        foreach (var parameter in parameters())
            parameter.requires_grad = false;
        return this;
    }
}
