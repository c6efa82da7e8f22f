using KdHost.Plugins.CautiousPseudoLabels.Links;
using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>Which pairs each strategy takes for links. Only positives are ever pseudo-labelled.</summary>
internal static class LinkStrategies
{
    private const double Decision = 0.5;

    /// <summary>The pseudo links of a round.</summary>
    /// <param name="options">The options.</param>
    /// <param name="data">The graph.</param>
    /// <param name="prediction">The teacher's averaged prediction.</param>
    /// <param name="labelled">Pairs that are no candidates.</param>
    /// <param name="threshold">θ, which may fall.</param>
    /// <param name="seed">Seed of the round's draws.</param>
    public static IReadOnlyList<PseudoLabel> Choose(
        CautiousPseudoLabelsOptions options, LinkData data, LinkPrediction prediction, IReadOnlySet<long> labelled, ThresholdState threshold, long seed)
    {
        var random = new RandomStream(Seeds.Derive(seed, "pick"));
        return options.Strategy switch
        {
            Strategy.Cautious or Strategy.Confidence => MostConfident(options, prediction, labelled, threshold),
            Strategy.Threshold => [.. prediction.Top(Budget(options), labelled).Where(label => label.Confidence > threshold.Value)],
            Strategy.MultiView => prediction.Draw(options.TopK, labelled, pair => prediction.Probability(pair) > Decision && prediction.Agrees(pair), random),
            Strategy.Random => prediction.Draw(options.TopK, labelled, pair => prediction.Probability(pair) > Decision, random),
            Strategy.Oracle => Oracle(options, data, prediction, labelled, random),
            _ => [],
        };
    }

    // Eq. (9), with θ annealed within the round where the options say so.
    private static IReadOnlyList<PseudoLabel> MostConfident(CautiousPseudoLabelsOptions options, LinkPrediction prediction, IReadOnlySet<long> labelled, ThresholdState threshold)
    {
        var top = prediction.Top(options.TopK, labelled);
        if (options.Link.Annealing == Annealing.InRound)
            threshold.AnnealInRound([.. top.Select(label => label.Confidence)], options.TopK, options.Link.ThresholdStep, options.Link.ThresholdFloor);
        return [.. top.Where(label => label.Confidence > threshold.Value)];
    }

    // All rounds together take T · k pairs at most; naive pseudo labelling takes the most confident so many.
    private static int Budget(CautiousPseudoLabelsOptions options) => (int)Math.Min(1_000_000, (long)options.Iterations * options.TopK);

    // Held-out test edges in both directions, a share ρ of them replaced by pairs without an edge; what is taken is no test edge any more.
    private static IReadOnlyList<PseudoLabel> Oracle(CautiousPseudoLabelsOptions options, LinkData data, LinkPrediction prediction, IReadOnlySet<long> labelled, RandomStream random)
    {
        var left = data.Split.Test.Edges.Select(data.Pair).Where(pair => !labelled.Contains(pair)).ToList();
        long[] picked = [.. random.Permutation(left.Count).Take(Math.Max(1, options.TopK / 2)).Select(index => left[index])];
        var wrong = (int)Math.Round(options.WrongShare * picked.Length);
        var others = prediction.Draw(wrong, labelled, pair => !data.Edges.Contains(pair), random).Select(label => label.Sample);
        return [.. picked[wrong..].Concat(others).SelectMany(pair => new[] { pair, data.Reverse(pair) }).Distinct().Where(pair => !labelled.Contains(pair)).Order().Select(prediction.Label)];
    }
}
