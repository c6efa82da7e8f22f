using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Theory;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>The theory beside the practice of a round. True labels are looked at for these numbers alone.</summary>
internal static class NodeTheory
{
    private static readonly double[] Thresholds = [0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>Consistency, bound and covariances of a selection.</summary>
    /// <param name="prediction">The averaged prediction.</param>
    /// <param name="labelled">Nodes with a label, given or pseudo, and it.</param>
    /// <param name="candidates">All candidates.</param>
    /// <param name="picked">The selected.</param>
    /// <param name="random">As many random candidates, as the control.</param>
    /// <param name="labels">True labels.</param>
    public static Dictionary<string, double> Of(
        NodePrediction prediction, IReadOnlyList<(int Node, int Label)> labelled, IReadOnlyList<int> candidates, IReadOnlyList<PseudoLabel> picked, IReadOnlyList<PseudoLabel> random, IReadOnlyList<int> labels)
    {
        var curves = new Dictionary<string, double> { ["theory/consistency"] = prediction.Consistency, ["theory/inconsistency"] = 1 - prediction.Consistency };
        foreach (var (name, agrees) in new[] { ("theory/error_agreeing", true), ("theory/error_disagreeing", false) })
        {
            var nodes = candidates.Where(node => prediction.Agrees[node] == agrees).ToList();
            if (nodes.Count > 0)
                curves[name] = nodes.Count(node => prediction.Classes[node] != labels[node]) / (double)nodes.Count;
        }

        if (picked.Count == 0)
            return curves;
        var smallest = picked.Min(label => label.Confidence);
        curves["theory/q"] = 1 - smallest;
        curves["theory/bound"] = ErrorBound.Of(smallest, prediction.Consistency);
        curves["theory/error"] = picked.Count(label => label.Label != labels[(int)label.Sample]) / (double)picked.Count;

        var (sum, pseudo) = (candidates.Sum(node => prediction.CrossEntropy(node, labels[node])), candidates.Sum(node => prediction.CrossEntropy(node, prediction.Classes[node])));
        var labelledSum = labelled.Sum(item => prediction.CrossEntropy(item.Node, item.Label));
        var pickedTrue = picked.Sum(label => prediction.CrossEntropy((int)label.Sample, labels[(int)label.Sample]));
        var pickedPseudo = picked.Sum(label => prediction.CrossEntropy((int)label.Sample, prediction.Classes[(int)label.Sample]));
        var randomTrue = random.Sum(label => prediction.CrossEntropy((int)label.Sample, labels[(int)label.Sample]));
        var (ofTrue, ofRandom) = (SelectionCovariance.Of(pickedTrue, picked.Count, sum, candidates.Count), SelectionCovariance.Of(randomTrue, random.Count, sum, candidates.Count));
        curves["cov/true"] = ofTrue;
        curves["cov/pseudo"] = SelectionCovariance.Of(pickedPseudo, picked.Count, pseudo, candidates.Count);
        curves["cov/random"] = ofRandom;
        curves["next_loss/selected"] = SelectionCovariance.NextLoss(ofTrue, labelledSum, labelled.Count, picked.Count, sum, candidates.Count);
        curves["next_loss/random"] = SelectionCovariance.NextLoss(ofRandom, labelledSum, labelled.Count, random.Count, sum, candidates.Count);
        return curves;
    }

    /// <summary>For some thresholds: how many candidates exceed it, the bound with A over the candidates, and the error of their pseudo labels. Step is 100 θ.</summary>
    public static IReadOnlyList<(string Name, long Step, double Value)> Sweep(NodePrediction prediction, IReadOnlyList<int> candidates, IReadOnlyList<int> labels)
    {
        var consistency = candidates.Count(node => prediction.Agrees[node]) / (double)candidates.Count;
        return [.. Thresholds.SelectMany(threshold =>
        {
            var step = (long)Math.Round(100 * threshold);
            var nodes = candidates.Where(node => prediction.Confidences[node] > threshold).ToList();
            var values = new List<(string, long, double)> { ("threshold/count", step, nodes.Count), ("threshold/bound", step, ErrorBound.Of(threshold, consistency)) };
            if (nodes.Count > 0)
                values.Add(("threshold/error", step, nodes.Count(node => prediction.Classes[node] != labels[node]) / (double)nodes.Count));
            return values;
        })];
    }
}
