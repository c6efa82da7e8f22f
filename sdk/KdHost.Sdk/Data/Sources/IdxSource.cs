using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Sources;

/// <summary>A data set in the four IDX files of MNIST: grey images of 28x28 pixels, ten classes.</summary>
internal abstract class IdxSource : ImageSource
{
    private const string TrainingImages = "train-images-idx3-ubyte.gz", TrainingLabels = "train-labels-idx1-ubyte.gz";
    private const string TestImages = "t10k-images-idx3-ubyte.gz", TestLabels = "t10k-labels-idx1-ubyte.gz";

    public override ImageShape Shape { get; } = new(1, 28, 28);

    public override int Classes => 10;

    public override int DefaultValidationSize => 5000;

    public override (ImageSet Training, ImageSet Test) Read(DataRoot root) =>
        (Read(root, TrainingImages, TrainingLabels), Read(root, TestImages, TestLabels));

    /// <summary>The four files at one address.</summary>
    protected static IReadOnlyList<RemoteFile> FilesAt(string address, string trainingImages, string trainingLabels, string testImages, string testLabels) =>
    [
        new(TrainingImages, new Uri(address + TrainingImages), trainingImages),
        new(TrainingLabels, new Uri(address + TrainingLabels), trainingLabels),
        new(TestImages, new Uri(address + TestImages), testImages),
        new(TestLabels, new Uri(address + TestLabels), testLabels),
    ];

    private ImageSet Read(DataRoot root, string images, string labels) =>
        IdxFile.ReadPair(root.File(Name, images), root.File(Name, labels), Shape, Classes);
}
