using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Theory;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>The theory beside the practice of a round on links. Held-out edges are looked at for these numbers alone.</summary>
internal static class LinkTheory
{
    /// <summary>Consistency, bound, covariances, and the loss with the selected against that with random non-edges.</summary>
    /// <param name="prediction">The averaged prediction.</param>
    /// <param name="data">The graph.</param>
    /// <param name="labelled">Pairs that are no candidates.</param>
    /// <param name="pairs">Training pairs with the pseudo links so far.</param>
    /// <param name="picked">The selected.</param>
    /// <param name="control">As many random non-edges.</param>
    public static Dictionary<string, double> Of(
        LinkPrediction prediction, LinkData data, IReadOnlySet<long> labelled, IReadOnlyList<long> pairs, IReadOnlyList<PseudoLabel> picked, IReadOnlyList<PseudoLabel> control)
    {
        long[] judged = [.. pairs, .. data.Edges];
        var consistency = prediction.Consistency(judged, prediction.Agrees);
        var curves = new Dictionary<string, double>
        {
            ["theory/consistency"] = consistency,
            ["theory/inconsistency"] = 1 - consistency,
            ["theory/consistency_of_mean"] = prediction.Consistency(judged, prediction.AgreesOnAverage),
        };
        if (picked.Count == 0)
            return curves;
        var smallest = picked.Min(label => label.Confidence);
        curves["theory/q"] = 1 - smallest;
        curves["theory/bound"] = ErrorBound.Of(smallest, consistency);
        curves["theory/error"] = picked.Count(label => !data.Edges.Contains(label.Sample)) / (double)picked.Count;

        var sums = prediction.Sums(labelled, data.Edges);
        double Covariance(IReadOnlyList<PseudoLabel> chosen, Func<long, double> entropy, double sum) =>
            SelectionCovariance.Of(chosen.Sum(label => entropy(label.Sample)), chosen.Count, sum, sums.Count);
        curves["cov/true"] = Covariance(picked, pair => prediction.TrueEntropy(pair, data.Edges), sums.True);
        curves["cov/pseudo"] = Covariance(picked, prediction.LinkEntropy, sums.Pseudo);
        curves["cov/random"] = Covariance(control, pair => prediction.TrueEntropy(pair, data.Edges), sums.True);
        var sum = pairs.Sum(prediction.LinkEntropy);
        curves["next_loss/selected"] = (sum + picked.Sum(label => prediction.LinkEntropy(label.Sample))) / (pairs.Count + picked.Count);
        if (control.Count > 0)
            curves["next_loss/random"] = (sum + control.Sum(label => prediction.LinkEntropy(label.Sample))) / (pairs.Count + control.Count);
        return curves;
    }
}
