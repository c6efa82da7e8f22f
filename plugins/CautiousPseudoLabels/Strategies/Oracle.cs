using KdHost.Plugins.CautiousPseudoLabels.Rounds;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>
/// The case study of noise: k random candidates with their true labels, a share ρ of which is replaced by the class that the teacher finds least likely. It knows what no method knows;
/// the nodes that it labels are no test nodes any more.
/// </summary>
internal static class Oracle
{
    /// <summary>The labels of a round; equal seeds label equal nodes whatever ρ is.</summary>
    public static IReadOnlyList<PseudoLabel> Choose(NodeRound round)
    {
        int[] picked = [.. round.Random("pick").Permutation(round.Candidates.Count).Take(round.Options.TopK).Select(index => round.Candidates[index])];
        var wrong = (int)Math.Round(round.Options.WrongShare * picked.Length);
        return [.. picked.Select((node, index) =>
            new PseudoLabel(node, index < wrong ? round.Prediction.LeastLikely(node) : round.Truth[node], round.Prediction.Confidences[node])).OrderBy(label => label.Sample)];
    }
}
