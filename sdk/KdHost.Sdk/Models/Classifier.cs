using TorchSharp;

namespace KdHost.Sdk.Models;

/// <summary>A network that gives each image <c>[B, C, H, W]</c> one logit a class <c>[B, K]</c>.</summary>
/// <param name="name">The model's name.</param>
public abstract class Classifier(string name) : torch.nn.Module<torch.Tensor, torch.Tensor>(name)
{
    /// <summary>The parts whose feature maps a <see cref="FeatureTap"/> can read, first to last; at least one.</summary>
    public abstract IReadOnlyList<Stage> Stages { get; }

    /// <summary>The vector <c>[B, D]</c> that the last layer turns into logits; the last layer is the one that holds the last parameter.</summary>
    public virtual TapPoint Pooled => TapPoint.InputOf(Path.GetFileNameWithoutExtension(named_parameters().Last().name));

    /// <summary>Keeps the weights fixed: evaluation mode, no gradients.</summary>
    /// <returns>This model.</returns>
    public Classifier Freeze()
    {
        eval();
        foreach (var parameter in parameters())
            parameter.requires_grad = false;
        FrozenModels.Frozen(this);
        return this;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            FrozenModels.Leaving(this);
        base.Dispose(disposing);
    }
}
