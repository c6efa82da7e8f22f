using KdHost.Sdk.Training;

namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>What nodes and links do differently in the one loop of the method.</summary>
internal abstract class PseudoLabelTask : IDisposable
{
    /// <summary>The base model, trained on the given labels alone; from the cache when another trial of the grid has trained it.</summary>
    public abstract FittedModel FitBase();

    /// <summary>A student of the given and the pseudo labels.</summary>
    public abstract FittedModel FitStudent(PseudoLabelSet labels, Chosen chosen, int round);

    /// <summary>The pseudo labels that a teacher gives in a round, and what is known of them.</summary>
    public abstract Chosen Choose(WeightSnapshot teacher, PseudoLabelSet labels, ThresholdState threshold, int round);

    /// <summary>Share of right ones among pseudo labels, for analysis alone; not a number for none.</summary>
    public abstract double Accuracy(IReadOnlyList<PseudoLabel> labels);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Weights of a fit's chosen epoch with what they score.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Validation">Accuracy of nodes, or area under the curve of links, in [0, 1].</param>
/// <param name="Test">The same on the test part.</param>
internal sealed record FittedModel(WeightSnapshot Weights, double Validation, double Test) : IDisposable
{
    /// <summary>Other values for the curves, by name.</summary>
    public IReadOnlyDictionary<string, double> Others { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}

/// <summary>The outcome of a selection.</summary>
/// <param name="Labels">New pseudo labels; all of them where a strategy labels anew.</param>
/// <param name="Curves">Values for the curves of the round, by name.</param>
internal sealed record Chosen(IReadOnlyList<PseudoLabel> Labels, IReadOnlyDictionary<string, double> Curves)
{
    /// <summary>Curves over another axis, such as the threshold: name, position, value.</summary>
    public IReadOnlyList<(string Name, long Step, double Value)> Sweep { get; init; } = [];
}
