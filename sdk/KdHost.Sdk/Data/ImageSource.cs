namespace KdHost.Sdk.Data;

/// <summary>A data set of images: how to get it and what is in it.</summary>
public abstract class ImageSource
{
    /// <summary>The name in experiment files, such as <c>fashion-mnist</c>.</summary>
    public abstract string Name { get; }

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

    /// <summary>Files that must stand under the data root; none for a data set that travels inside the product.</summary>
    public virtual IReadOnlyList<RemoteFile> Files => [];

    /// <summary>Reads training and test images from the files.</summary>
    /// <param name="root">Where <see cref="Files"/> stand.</param>
    /// <exception cref="Faults.FaultException">A file is damaged.</exception>
    public abstract (ImageSet Training, ImageSet Test) Read(DataRoot root);

    /// <summary>How many of the training images are kept apart for validation unless the user says otherwise.</summary>
    public abstract int DefaultValidationSize { get; }
}
