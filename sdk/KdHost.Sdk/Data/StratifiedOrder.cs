using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data;

/// <summary>Orders a data set so that each prefix holds the classes in their proportions; a longer prefix contains a shorter one.</summary>
public static class StratifiedOrder
{
    // As many draws as labels of one byte would need, so that sets with more classes leave the order of the others alone.
    private const int ByteClasses = 256;

    /// <summary>A random stratified order.</summary>
    /// <param name="labels">One class an image.</param>
    /// <param name="seed">The seed of the order; belongs to the data set, not to a trial.</param>
    /// <returns>Each position in <paramref name="labels"/> once.</returns>
    public static int[] Of(IReadOnlyList<int> labels, long seed)
    {
        var classes = Math.Max(ByteClasses, labels.Count == 0 ? 0 : labels.Max() + 1);
        var classSize = new int[classes];
        var rank = new int[classes];
        foreach (var label in labels)
            classSize[label]++;

        // The k-th image of a class stands at the fraction (k + u) / size of the whole, with one offset u per class to break ties.
        var random = new RandomStream(Seeds.Derive(seed, "stratify"));
        var shuffled = random.Permutation(labels.Count);
        var offset = Enumerable.Range(0, classes).Select(_ => random.NextDouble()).ToArray();
        var place = shuffled.Select(i => (rank[labels[i]]++ + offset[labels[i]]) / classSize[labels[i]]).ToArray();
        Array.Sort(place, shuffled);
        return shuffled;
    }
}
