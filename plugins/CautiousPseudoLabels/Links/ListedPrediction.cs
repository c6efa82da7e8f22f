using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>Predictions of listed pairs, where each costs too much for all n² to be taken.</summary>
/// <param name="candidates">Pairs that may be labelled, ascending.</param>
/// <param name="probabilities">P of candidates and training pairs, the clean view first.</param>
internal sealed class ListedPrediction(IReadOnlyList<long> candidates, IReadOnlyDictionary<long, float[]> probabilities) : LinkPrediction
{
    private const double Decision = 0.5;

    /// <inheritdoc/>
    public override double Probability(long pair) => probabilities[pair].Average();

    /// <inheritdoc/>
    public override bool Agrees(long pair)
    {
        var views = probabilities[pair];
        return views.All(view => view > Decision == views[0] > Decision);
    }

    /// <inheritdoc/>
    public override bool AgreesOnAverage(long pair)
    {
        var views = probabilities[pair];
        return views.Length == 1 || views.Skip(1).Average() > Decision == views[0] > Decision;
    }

    /// <inheritdoc/>
    public override double Consistency(IReadOnlyCollection<long> pairs, Func<long, bool> agrees) =>
        base.Consistency([.. candidates, .. pairs.Where(probabilities.ContainsKey)], agrees);

    /// <inheritdoc/>
    public override IReadOnlyList<PseudoLabel> Top(int count, IReadOnlySet<long> labelled) =>
        [.. Open(labelled).Select(Label).OrderByDescending(label => label.Confidence).ThenBy(label => label.Sample).Take(count)];

    /// <inheritdoc/>
    public override IReadOnlyList<PseudoLabel> Draw(int count, IReadOnlySet<long> labelled, Func<long, bool> accepts, RandomStream random)
    {
        var open = Open(labelled).Where(accepts).ToList();
        return [.. random.Permutation(open.Count).Take(count).Select(index => open[index]).Order().Select(Label)];
    }

    /// <inheritdoc/>
    public override CandidateSums Sums(IReadOnlySet<long> labelled, IReadOnlySet<long> edges)
    {
        var open = Open(labelled).ToList();
        return new CandidateSums(open.Count, open.Sum(pair => TrueEntropy(pair, edges)), open.Sum(LinkEntropy));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing native is held.
    }

    private IEnumerable<long> Open(IReadOnlySet<long> labelled) => candidates.Where(pair => !labelled.Contains(pair));
}
