using TorchSharp;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>A network that gives each node of a graph one logit a class <c>[n, K]</c>.</summary>
/// <param name="name">The model's name.</param>
public abstract class NodeClassifier(string name) : torch.nn.Module<GraphTensors, torch.Tensor>(name)
{
    /// <summary>Draws what dropout drops in training; null for libtorch's global generator.</summary>
    public torch.Generator? Generator { get; set; }

    /// <summary>Keeps the weights fixed: evaluation mode, no gradients.</summary>
    /// <returns>This model.</returns>
    public NodeClassifier Freeze()
    {
        eval();
        foreach (var parameter in parameters())
            parameter.requires_grad = false;
        return this;
    }
}
