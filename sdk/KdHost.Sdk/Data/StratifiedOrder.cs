using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data;

/// <summary>Orders a data set so that each prefix holds the classes in their proportions; a longer prefix contains a shorter one.</summary>
public static class StratifiedOrder
{
    /// <summary>A random stratified order.</summary>
    /// <param name="labels">One class an image.</param>
    /// <param name="seed">The seed of the order; belongs to the data set, not to a trial.</param>
    /// <returns>Each position in <paramref name="labels"/> once.</returns>
    public static int[] Of(IReadOnlyList<byte> labels, long seed)
    {
        var classSize = new int[256];
        var rank = new int[256];
        foreach (var label in labels)
            classSize[label]++;

        // The k-th image of a class stands at the fraction (k + u) / size of the whole, with one offset u per class to break ties.
        var random = new RandomStream(Seeds.Derive(seed, "stratify"));
        var shuffled = random.Permutation(labels.Count);
        var offset = Enumerable.Range(0, 256).Select(_ => random.NextDouble()).ToArray();
        var place = shuffled.Select(i => (rank[labels[i]]++ + offset[labels[i]]) / classSize[labels[i]]).ToArray();
        Array.Sort(place, shuffled);
        return shuffled;
    }
}
