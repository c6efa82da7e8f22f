using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Subsets;

/// <summary>
/// Wrong labels, for studies of robustness. Each label is a function of (seed, image) alone, so a larger rate changes the labels that a smaller one changes.
/// </summary>
public static class LabelNoise
{
    /// <summary>The pairs of classes that are usually confused on CIFAR-10: truck to car, bird to plane, deer to horse, cat and dog both ways. G. Patrini et al., CVPR 2017.</summary>
    public static IReadOnlyDictionary<int, int> Cifar10Pairs { get; } = new Dictionary<int, int> { [9] = 1, [2] = 0, [4] = 7, [3] = 5, [5] = 3 };

    /// <summary>With a probability, a label becomes any other class, all alike.</summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="rate">Expected share of wrong labels, in [0, 1].</param>
    /// <param name="seed">The seed of the noise.</param>
    public static IReadOnlyList<int> Symmetric(IReadOnlyList<int> labels, int classes, double rate, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        return Change(labels, seed, (label, random) =>
        {
            var isWrong = random.NextChance(rate);
            var other = random.NextInt(classes - 1);
            return isWrong ? other + (other >= label ? 1 : 0) : label;
        });
    }

    /// <summary>With a probability, a label becomes the class that its own is confused with.</summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="pairs">The wrong class of each class that has one, such as <see cref="Cifar10Pairs"/>.</param>
    /// <param name="rate">Probability within those classes, in [0, 1].</param>
    /// <param name="seed">The seed of the noise.</param>
    public static IReadOnlyList<int> Asymmetric(IReadOnlyList<int> labels, IReadOnlyDictionary<int, int> pairs, double rate, long seed) =>
        Change(labels, seed, (label, random) => random.NextChance(rate) ? pairs.GetValueOrDefault(label, label) : label);

    /// <summary>Labels drawn from a transition matrix.</summary>
    /// <param name="labels">The true labels.</param>
    /// <param name="transition">Row i: the probabilities with which class i becomes each class; sums to 1.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <exception cref="ArgumentException">A row is no distribution.</exception>
    public static IReadOnlyList<int> Matrix(IReadOnlyList<int> labels, IReadOnlyList<IReadOnlyList<double>> transition, long seed)
    {
        foreach (var (index, row) in transition.Index())
        {
            if (row.Count != transition.Count || row.Any(value => !(value >= 0)) || Math.Abs(row.Sum() - 1) > 1e-6)
                throw new ArgumentException($"row {index} of the transition matrix is no distribution over {transition.Count} classes", nameof(transition));
        }

        return Change(labels, seed, (label, random) =>
        {
            var (left, row) = (random.NextDouble(), transition[label]);
            for (var to = 0; to < row.Count; to++)
            {
                if ((left -= row[to]) < 0)
                    return to;
            }

            return row.Index().Last(entry => entry.Item > 0).Index;
        });
    }

    private static int[] Change(IReadOnlyList<int> labels, long seed, Func<int, RandomStream, int> change)
    {
        var derived = Seeds.Derive(seed, "label noise");
        return [.. labels.Select((label, image) => change(label, Seeds.Stream(derived, image)))];
    }
}
