using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>Nodes with true labels, to choose or to report on.</summary>
internal sealed class NodePart : IDisposable
{
    private readonly Tensor _nodes, _labels;

    /// <summary>Makes the part.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="labels">Labels of all nodes.</param>
    /// <param name="device">Where the model lives.</param>
    public NodePart(IReadOnlyList<int> nodes, IReadOnlyList<int> labels, Device device)
    {
        _nodes = tensor(nodes.Select(node => (long)node).ToArray(), device: device).DetachFromDisposeScope();
        _labels = tensor(nodes.Select(node => (long)labels[node]).ToArray(), device: device).DetachFromDisposeScope();
    }

    /// <summary>Share of right classes.</summary>
    /// <param name="logits">Of all nodes.</param>
    public double Accuracy(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return logits.index_select(0, _nodes).argmax(1).eq(_labels).sum().ToInt64() / (double)_nodes.shape[0];
    }

    /// <summary>Mean cross-entropy.</summary>
    /// <param name="logits">Of all nodes.</param>
    public double Loss(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return nn.functional.cross_entropy(logits.index_select(0, _nodes), _labels).ToDouble();
    }

    /// <summary>Logits of the part's nodes and their labels.</summary>
    /// <param name="logits">Of all nodes.</param>
    public (Tensor Logits, Tensor Labels) Of(Tensor logits) => (logits.index_select(0, _nodes), _labels);

    /// <inheritdoc/>
    public void Dispose()
    {
        _nodes.Dispose();
        _labels.Dispose();
    }
}
