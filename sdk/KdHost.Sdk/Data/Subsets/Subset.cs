using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Subsets;

/// <summary>Parts of a set of images. All are functions of labels and seed; a smaller part is contained in a larger one.</summary>
public static class Subset
{
    /// <summary>The same number of images of each class; of a class with fewer, all.</summary>
    /// <param name="images">The images.</param>
    /// <param name="perClass">Images a class, at least 1.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static ImageSet PerClass(ImageSet images, int perClass, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        return Take(images, seed, _ => perClass);
    }

    /// <summary>
    /// A long tail: class c of C keeps <c>n₀ ρ^(−c/(C−1))</c> images, at least one, with n₀ the size of the first class. Y. Cui, M. Jia, T. Lin, Y. Song,
    /// S. Belongie, "Class-balanced loss based on effective number of samples", CVPR 2019.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="classes">C.</param>
    /// <param name="imbalance">ρ, the largest class by the smallest, at least 1.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static ImageSet LongTail(ImageSet images, int classes, double imbalance, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imbalance, 1);
        var first = images.Labels.Count(label => label == 0);
        return Take(images, seed, label => Math.Max(1, (int)Math.Round(first * Math.Pow(imbalance, -(double)label / Math.Max(1, classes - 1)))));
    }

    private static ImageSet Take(ImageSet images, long seed, Func<int, int> wanted)
    {
        var taken = new Dictionary<int, int>();
        return images.Pick([.. new RandomStream(Seeds.Derive(seed, "subset")).Permutation(images.Count).Where(position =>
        {
            var label = images.Labels[position];
            taken[label] = taken.GetValueOrDefault(label) + 1;
            return taken[label] <= wanted(label);
        })]);
    }
}
