using KdHost.Sdk.Data.Archives;
using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Sources;

/// <summary>
/// CIFAR in its binary version: the official archive, or its files, whole or as parts with fewer records, packed with gzip or not.
/// A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
/// </summary>
internal abstract class CifarSource : ImageSource
{
    private const long LargestFile = 512L << 20;

    /// <summary>Names of the files with training records.</summary>
    protected abstract IReadOnlyList<string> TrainingFiles { get; }

    /// <summary>Name of the file with test records.</summary>
    protected abstract string TestFile { get; }

    /// <summary>Label bytes a record; the last one counts.</summary>
    protected virtual int LabelBytes => 1;

    public override ImageShape Shape { get; } = new(3, 32, 32);

    public override int DefaultValidationSize => 5000;

    public override bool HasOtherFiles(DataRoot root) =>
        Find(root, TestFile) is not null && TrainingFiles.Any(file => Find(root, file) is not null);

    public override (ImageSet Training, ImageSet Test) Read(DataRoot root)
    {
        if (!HasOtherFiles(root))
            return ReadArchive(root.File(Name, Files[0].Name));
        ImageSet[] parts = [.. TrainingFiles.Select(file => Find(root, file)).OfType<string>().Select(ReadFile)];
        return (Join(parts), ReadFile(Find(root, TestFile)!));
    }

    private (ImageSet Training, ImageSet Test) ReadArchive(string archive)
    {
        var parts = Archive.Entries(archive, new ArchiveLimits { EntryBytes = LargestFile })
            .Select(entry => (Name: Path.GetFileName(entry.Name), entry))
            .Where(pair => pair.Name == TestFile || TrainingFiles.Contains(pair.Name))
            .ToDictionary(pair => pair.Name, pair => CifarFile.Parse($"{archive}/{pair.entry.Name}", pair.entry.ReadAll(), LabelBytes, Classes));
        if (TrainingFiles.Append(TestFile).FirstOrDefault(file => !parts.ContainsKey(file)) is { } missing)
            throw DamagedFile.Fault(archive, $"no {missing} in it", $"the files {string.Join(", ", TrainingFiles)} and {TestFile}");
        return (Join([.. TrainingFiles.Select(file => parts[file])]), parts[TestFile]);
    }

    private string? Find(DataRoot root, string file) => PackedFile.Find(root.File(Name, file));

    private ImageSet ReadFile(string path) => CifarFile.Parse(path, PackedFile.ReadAll(path, LargestFile), LabelBytes, Classes);

    private ImageSet Join(IReadOnlyList<ImageSet> parts) => parts.Count == 1
        ? parts[0]
        : new ImageSet(Shape, [.. parts.SelectMany(part => part.CopyPixels())], [.. parts.SelectMany(part => part.Labels)]);
}

/// <summary>CIFAR-10: 50 000 + 10 000 colour images of 32x32 pixels in ten classes. No licence is published; the author asks for a citation.</summary>
internal sealed class Cifar10 : CifarSource
{
    public override string Name => "cifar-10";

    public override int Classes => 10;

    public override IReadOnlyList<float> Mean { get; } = [0.4914f, 0.4822f, 0.4465f];

    public override IReadOnlyList<float> StandardDeviation { get; } = [0.2470f, 0.2435f, 0.2616f];

    public override IReadOnlyList<RemoteFile> Files { get; } =
        [new("cifar-10-binary.tar.gz", new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), "c32a1d4ab5d03f1284b67883e8d87530")];

    protected override IReadOnlyList<string> TrainingFiles { get; } = [.. Enumerable.Range(1, 5).Select(index => $"data_batch_{index}.bin")];

    protected override string TestFile => "test_batch.bin";
}

/// <summary>CIFAR-100: 50 000 + 10 000 colour images of 32x32 pixels in a hundred (fine) classes. No licence is published; the author asks for a citation.</summary>
internal sealed class Cifar100 : CifarSource
{
    public override string Name => "cifar-100";

    public override int Classes => 100;

    public override IReadOnlyList<float> Mean { get; } = [0.5071f, 0.4867f, 0.4408f];

    public override IReadOnlyList<float> StandardDeviation { get; } = [0.2675f, 0.2565f, 0.2761f];

    public override IReadOnlyList<RemoteFile> Files { get; } =
        [new("cifar-100-binary.tar.gz", new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"), "03b5dce01913d631647c71ecec9e9cb8")];

    protected override int LabelBytes => 2;

    protected override IReadOnlyList<string> TrainingFiles { get; } = ["train.bin"];

    protected override string TestFile => "test.bin";
}
