namespace KdHost.Sdk.Data;

/// <summary>An image data set in memory, in three parts that never overlap.</summary>
/// <param name="Source">What the data set is.</param>
/// <param name="Training">Images to learn from.</param>
/// <param name="Validation">Images to choose on, taken from the official training images.</param>
/// <param name="Test">The official test images.</param>
public sealed record ImageData(ImageSource Source, TrainingSplit Training, ValidationSplit Validation, TestSplit Test)
{
    // Splits are the same in every trial, so that a shared teacher and all students agree on what is held out.
    private const long SplitSeed = 0;

    /// <summary>Loads a data set that stands under the data root and splits it.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="root">Where its files stand.</param>
    /// <param name="validationSize">How many training images are kept apart for validation; null for the usual number, 0 where the caller makes its own split.</param>
    /// <exception cref="Faults.FaultException">The name is unknown, or a file is missing or damaged.</exception>
    public static ImageData Load(string name, DataRoot root, int? validationSize = null)
    {
        var source = DataSets.Get<ImageSource>(name);
        DataSets.Require(source, root);
        source = source.At(root);
        var (training, test) = source.Read(root);
        var order = StratifiedOrder.Of(training.Labels, SplitSeed);
        var own = source.ReadValidation(root);
        var apart = own is null ? Math.Min(validationSize ?? source.DefaultValidationSize, training.Count / 4) : 0;
        return new ImageData(
            source,
            new TrainingSplit(training.Pick(order[apart..])),
            new ValidationSplit(own ?? training.Pick(order[..apart])),
            new TestSplit(test));
    }

    /// <summary>The same data with other training images, such as a part of them or some under noisy labels.</summary>
    /// <param name="change">Maps the training images to the new ones; validation and test stay.</param>
    public ImageData WithTraining(Func<ImageSet, ImageSet> change) => this with { Training = new TrainingSplit(change(Training.Images)) };

    /// <summary>The same data with fewer training images: a stratified part that is contained in every larger one.</summary>
    /// <param name="fraction">In (0, 1]; at least one image remains.</param>
    public ImageData WithTrainingFraction(double fraction)
    {
        var count = Math.Max(1, (int)Math.Round(fraction * Training.Images.Count));
        return WithTraining(images => images.Pick([.. Enumerable.Range(0, count)]));
    }
}
