using KdHost.Plugins.CautiousPseudoLabels.Rounds;

namespace KdHost.Plugins.CautiousPseudoLabels.Selection;

/// <summary>Choices among candidates that any task can make.</summary>
internal static class TopConfident
{
    /// <summary>Eq. (9): of the candidates whose confidence exceeds θ, the k most confident; equals by lowest number, the most confident first.</summary>
    /// <param name="candidates">Samples without a label, with their prediction.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="topK">k.</param>
    public static IReadOnlyList<PseudoLabel> Select(IEnumerable<PseudoLabel> candidates, double threshold, int topK) =>
        [.. candidates.Where(candidate => candidate.Confidence > threshold).OrderByDescending(candidate => candidate.Confidence).ThenBy(candidate => candidate.Sample).Take(topK)];

    /// <summary>Random candidates, each as likely as any other; in order of their numbers.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="count">How many; all where there are fewer.</param>
    /// <param name="random">Draws them.</param>
    public static IReadOnlyList<PseudoLabel> Draw(IReadOnlyList<PseudoLabel> candidates, int count, Sdk.Randomness.RandomStream random) =>
        [.. random.Permutation(candidates.Count).Take(count).Select(index => candidates[index]).OrderBy(candidate => candidate.Sample)];
}
