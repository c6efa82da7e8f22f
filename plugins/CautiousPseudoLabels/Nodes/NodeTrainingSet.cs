using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>The nodes that a fit learns from: given labels first, then pseudo labels.</summary>
internal sealed class NodeTrainingSet : IDisposable
{
    /// <summary>Makes the set.</summary>
    /// <param name="given">Nodes with a given label, and it.</param>
    /// <param name="pseudo">Pseudo labels.</param>
    /// <param name="device">Where the model lives.</param>
    public NodeTrainingSet(IReadOnlyList<(int Node, int Label)> given, IReadOnlyList<PseudoLabel> pseudo, Device device)
    {
        Nodes = tensor((long[])[.. given.Select(item => (long)item.Node), .. pseudo.Select(label => label.Sample)], device: device).DetachFromDisposeScope();
        Labels = tensor((long[])[.. given.Select(item => (long)item.Label), .. pseudo.Select(label => (long)label.Label)], device: device).DetachFromDisposeScope();
    }

    /// <summary>Their numbers <c>[m]</c>.</summary>
    public Tensor Nodes { get; }

    /// <summary>ỹ <c>[m]</c>.</summary>
    public Tensor Labels { get; }

    /// <summary>b of all nodes <c>[n]</c>, or null for equal weights.</summary>
    public Tensor? Uncertainty { get; init; }

    /// <summary>T <c>[C, C]</c>, or null for the identity.</summary>
    public Tensor? Transition { get; init; }

    /// <summary>Eq. (4).</summary>
    /// <param name="logits">Z of all nodes.</param>
    /// <param name="divisor">β.</param>
    public Tensor Loss(Tensor logits, double divisor) =>
        CautiousPseudoLabelsMethod.Loss(logits.index_select(0, Nodes), Labels, divisor, Uncertainty?.index_select(0, Nodes), Transition);

    /// <inheritdoc/>
    public void Dispose()
    {
        Nodes.Dispose();
        Labels.Dispose();
        Uncertainty?.Dispose();
        Transition?.Dispose();
    }
}
