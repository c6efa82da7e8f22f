using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Subsets;

/// <summary>Training images cut into labelled ones, held-out labelled ones and unlabelled ones, for learning from unlabelled examples.</summary>
/// <param name="Labelled">Images with labels to learn from.</param>
/// <param name="HeldOut">Images with labels to estimate on, such as a teacher's accuracy.</param>
/// <param name="Unlabelled">Images whose labels nothing may learn from.</param>
public sealed record LabelledSplit(TrainingSplit Labelled, TrainingSplit HeldOut, UnlabelledSplit Unlabelled)
{
    /// <summary>Cuts training images. The held-out part is the same for every number of labels, and more labels contain fewer.</summary>
    /// <param name="training">The training images.</param>
    /// <param name="labelled">Number of labelled images.</param>
    /// <param name="heldOut">Number of held-out images.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="stratified">Whether all parts hold the classes in their proportions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parts are larger than the whole.</exception>
    public static LabelledSplit Of(TrainingSplit training, int labelled, int heldOut, long seed, bool stratified = false)
    {
        var images = training.Images;
        ArgumentOutOfRangeException.ThrowIfNegative(labelled);
        ArgumentOutOfRangeException.ThrowIfNegative(heldOut);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)labelled + heldOut, images.Count);
        var derived = Seeds.Derive(seed, "labelled split");
        var order = stratified ? StratifiedOrder.Of(images.Labels, derived) : new RandomStream(derived).Permutation(images.Count);
        return new LabelledSplit(
            new TrainingSplit(images.Pick(order[heldOut..(heldOut + labelled)])),
            new TrainingSplit(images.Pick(order[..heldOut])),
            new UnlabelledSplit(images.Pick(order[(heldOut + labelled)..])));
    }
}

/// <summary>Images without labels. Their labels in <see cref="Images"/> are all 0.</summary>
public sealed class UnlabelledSplit
{
    internal UnlabelledSplit(ImageSet images)
    {
        Images = images.WithLabels(new int[images.Count]);
        TrueLabels = images.Labels;
    }

    /// <summary>The images, all under label 0.</summary>
    public ImageSet Images { get; }

    /// <summary>The labels that were taken away: for reports on pseudo-labels alone, never for a loss or a choice.</summary>
    public IReadOnlyList<int> TrueLabels { get; }
}
