namespace KdHost.Sdk.Data;

/// <summary>A data set of images: how to get it and what is in it.</summary>
public abstract class ImageSource : DataSource
{
    /// <summary>Shape of one image.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>Number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>Largest pixel value in the files; pixels are divided by it.</summary>
    public virtual float PixelScale => 255;

    /// <summary>Mean of each channel after division by <see cref="PixelScale"/>.</summary>
    public abstract IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel after division by <see cref="PixelScale"/>.</summary>
    public abstract IReadOnlyList<float> StandardDeviation { get; }

    /// <summary>How many of the training images are kept apart for validation unless the user says otherwise; of a small set a quarter at most.</summary>
    public abstract int DefaultValidationSize { get; }

    /// <summary>The data set as it stands under a data root: itself, unless shape or classes depend on what is there.</summary>
    /// <param name="root">Where the files stand.</param>
    /// <exception cref="Faults.FaultException">The files are not there.</exception>
    public virtual ImageSource At(DataRoot root) => this;

    /// <summary>Reads training and test images from the files.</summary>
    /// <param name="root">Where the files stand.</param>
    /// <exception cref="Faults.FaultException">A file is damaged.</exception>
    public abstract (ImageSet Training, ImageSet Test) Read(DataRoot root);

    /// <summary>Validation images of the data set's own; null when they are taken from the training images.</summary>
    /// <param name="root">Where the files stand.</param>
    public virtual ImageSet? ReadValidation(DataRoot root) => null;

    /// <inheritdoc/>
    public override void Verify(DataRoot root) => Read(root);
}
