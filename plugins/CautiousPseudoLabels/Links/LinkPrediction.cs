using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>What a teacher says of pairs of nodes, averaged over views, Eqs. (6) to (8).</summary>
internal abstract class LinkPrediction : IDisposable
{
    /// <summary>P̄ of a pair.</summary>
    public abstract double Probability(long pair);

    /// <summary>Whether every view decides on a pair like the clean one, by P above ½.</summary>
    public abstract bool Agrees(long pair);

    /// <summary>Whether the mean of the views decides on a pair like the clean one, as one of the authors' scripts has it.</summary>
    public abstract bool AgreesOnAverage(long pair);

    /// <summary>The most likely candidates, the most likely first, equals by lowest number.</summary>
    /// <param name="count">How many.</param>
    /// <param name="labelled">Pairs that are no candidates.</param>
    public abstract IReadOnlyList<PseudoLabel> Top(int count, IReadOnlySet<long> labelled);

    /// <summary>Random candidates that meet a condition; fewer where there are not enough.</summary>
    /// <param name="count">How many.</param>
    /// <param name="labelled">Pairs that are no candidates.</param>
    /// <param name="accepts">The condition.</param>
    /// <param name="random">Draws them.</param>
    public abstract IReadOnlyList<PseudoLabel> Draw(int count, IReadOnlySet<long> labelled, Func<long, bool> accepts, RandomStream random);

    /// <summary>Cross-entropies summed over the candidates.</summary>
    /// <param name="labelled">Pairs that are no candidates.</param>
    /// <param name="edges">All true edges in both directions.</param>
    public abstract CandidateSums Sums(IReadOnlySet<long> labelled, IReadOnlySet<long> edges);

    /// <summary>κ, over some pairs.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="agrees"><see cref="Agrees"/> or <see cref="AgreesOnAverage"/>.</param>
    public virtual double Consistency(IReadOnlyCollection<long> pairs, Func<long, bool> agrees) => pairs.Count(agrees) / (double)pairs.Count;

    /// <summary>A pair as a pseudo label.</summary>
    public PseudoLabel Label(long pair) => new(pair, 1, Probability(pair));

    /// <summary>−log P̄, the cross-entropy of a pair that is taken for a link.</summary>
    public double LinkEntropy(long pair) => -Math.Log(Probability(pair) + LinkLosses.Epsilon);

    /// <summary>Cross-entropy of a pair with the truth.</summary>
    public double TrueEntropy(long pair, IReadOnlySet<long> edges) => edges.Contains(pair) ? LinkEntropy(pair) : -Math.Log(1 - Probability(pair) + LinkLosses.Epsilon);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Sums over the candidates.</summary>
/// <param name="Count">m.</param>
/// <param name="True">Σ ce with the truth.</param>
/// <param name="Pseudo">Σ ce with the label link.</param>
internal sealed record CandidateSums(long Count, double True, double Pseudo);
