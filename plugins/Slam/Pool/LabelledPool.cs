using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Subsets;
using KdHost.Sdk.Faults;

namespace KdHost.Plugins.Slam;

/// <summary>A, V and U: a function of the training images, the sizes and the seed alone, so that all methods of one seed see the same images.</summary>
/// <param name="Data">The data set; its validation part is V.</param>
/// <param name="Labelled">A: images that teacher and student learn from with their labels.</param>
/// <param name="Validation">V: images with labels that the teacher has not seen, for α, k and every choice.</param>
/// <param name="Unlabelled">U: images without labels.</param>
/// <param name="TrueLabels">The labels that U lost: for reports, for <see cref="AlphaEstimator.Oracle"/> and for <see cref="LabelSource.Controlled"/> alone.</param>
public sealed record LabelledPool(ImageData Data, ImageSet Labelled, ImageSet Validation, ImageSet Unlabelled, IReadOnlyList<int> TrueLabels)
{
    /// <summary>Cuts the training images of a data set.</summary>
    /// <param name="data">The data set with all its official training images.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <exception cref="FaultException">The parts are larger than the whole.</exception>
    public static LabelledPool Of(ImageData data, SlamOptions options, long seed)
    {
        var labelled = options.ValidationFrom == ValidationOrigin.Pool ? options.Labelled : options.Labelled - options.ValidationSize;
        var left = data.Training.Images.Count - labelled - options.ValidationSize;
        if (left < Math.Max(1, options.Unlabelled ?? 1))
            throw TooFew(data, options, Math.Max(0, left));
        var split = LabelledSplit.Of(data.Training, labelled, options.ValidationSize, seed);
        int[] taken = [.. Enumerable.Range(0, options.Unlabelled ?? left)];
        return new LabelledPool(
            data with { Validation = new ValidationSplit(split.HeldOut.Images) },
            split.Labelled.Images,
            split.HeldOut.Images,
            split.Unlabelled.Images.Pick(taken),
            [.. taken.Select(position => split.Unlabelled.TrueLabels[position])]);
    }

    private static FaultException TooFew(ImageData data, SlamOptions options, int left) => new(new Fault($"{data.Source.Name} has too few training images for A, V and U")
    {
        Key = "unlabelled",
        Found = $"{data.Training.Images.Count} images, of which {left} are left after {options.Labelled} labelled and {options.ValidationSize} validation images",
        Expected = options.Unlabelled is { } wanted ? $"{wanted} unlabelled images" : "at least one unlabelled image",
        Fix = "lower labelled, validationSize or unlabelled",
    });
}
