using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Selection;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>What a teacher says of all nodes, averaged over views, Eqs. (6) to (8).</summary>
internal sealed class NodePrediction
{
    private readonly float[] _probabilities;
    private readonly int _classes;

    /// <summary>Averages logits.</summary>
    /// <param name="logits">Logits <c>[n, C]</c>, the clean ones first.</param>
    /// <param name="what">What is averaged.</param>
    public NodePrediction(IReadOnlyList<Tensor> logits, AverageOf what)
    {
        using var scope = NewDisposeScope();
        var probabilities = Averages.Probabilities(logits, what);
        var (confidence, label) = probabilities.max(1);
        _classes = (int)probabilities.shape[1];
        _probabilities = probabilities.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        Confidences = confidence.to(ScalarType.Float32).cpu().data<float>().ToArray();
        Classes = Array.ConvertAll(label.cpu().data<long>().ToArray(), value => (int)value);
        Agrees = Averages.Agreement(logits).cpu().data<bool>().ToArray();
    }

    /// <summary>s of each node.</summary>
    public IReadOnlyList<float> Confidences { get; }

    /// <summary>ŷ of each node.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>Whether all views agree on a node.</summary>
    public IReadOnlyList<bool> Agrees { get; }

    /// <summary>κ, over all nodes.</summary>
    public double Consistency => Agrees.Count(agrees => agrees) / (double)Agrees.Count;

    /// <summary>The prediction of a node as a pseudo label.</summary>
    public PseudoLabel Label(int node) => new(node, Classes[node], Confidences[node]);

    /// <summary>Cross-entropy of a node with a class: <c>−log P̄</c>.</summary>
    public double CrossEntropy(int node, int label) => -Math.Log(Math.Max(1e-38, _probabilities[(node * _classes) + label]));

    /// <summary>The least likely class of a node.</summary>
    public int LeastLikely(int node)
    {
        var row = _probabilities.AsSpan(node * _classes, _classes);
        var least = 0;
        for (var label = 1; label < _classes; label++)
        {
            if (row[label] < row[least])
                least = label;
        }

        return least;
    }
}
