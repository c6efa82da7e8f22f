namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>The pseudo labels of all rounds so far, in the order in which they were given. What the data set itself labels is not among them.</summary>
internal sealed class PseudoLabelSet
{
    private readonly List<PseudoLabel> _labels = [];
    private readonly HashSet<long> _samples = [];

    /// <summary>The labels.</summary>
    public IReadOnlyList<PseudoLabel> Labels => _labels;

    /// <summary>Whether a sample has one.</summary>
    public bool Contains(long sample) => _samples.Contains(sample);

    /// <summary>Takes in the labels of a round.</summary>
    /// <param name="labels">They are new samples, unless all is labelled anew.</param>
    /// <param name="replaces">Whether the earlier ones go.</param>
    public void Take(IReadOnlyList<PseudoLabel> labels, bool replaces)
    {
        if (replaces)
        {
            _labels.Clear();
            _samples.Clear();
        }

        foreach (var label in labels)
        {
            if (!_samples.Add(label.Sample))
                throw new InvalidOperationException($"sample {label.Sample} was selected twice");
            _labels.Add(label);
        }
    }
}
