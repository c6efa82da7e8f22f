using System.Globalization;
using KdHost.Sdk.Data.Archives;
using KdHost.Sdk.Data.Images;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Sources;

/// <summary>
/// Images of any size in folders as ImageNet has them: <c>train/CLASS/*.jpg</c> and <c>val/CLASS/*.jpg</c>; classes are the sorted names of the folders.
/// <c>val</c> is for testing, as with ImageNet; where there is a <c>test</c> with class folders too, that one is, and <c>val</c> for validation.
/// </summary>
internal class ImageFolder(string name, string folder, int size) : ImageSource
{
    private const string Prefix = "folder/";
    private const int UsualSize = 224;
    private static readonly HashSet<string> Endings = new([".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif"], StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyList<string> _classes = [];

    private ImageFolder(ImageFolder unbound, IReadOnlyList<string> classes)
        : this(unbound.Name, unbound.Folder, unbound.Size) => _classes = classes;

    public override string Name => name;

    public override ImageShape Shape => new(3, size, size);

    public override int Classes => _classes.Count;

    /// <summary>ImageNet's, for all: pretrained networks expect them.</summary>
    public override IReadOnlyList<float> Mean { get; } = [0.485f, 0.456f, 0.406f];

    public override IReadOnlyList<float> StandardDeviation { get; } = [0.229f, 0.224f, 0.225f];

    public override int DefaultValidationSize => 10_000;

    private string Folder => folder;

    private int Size => size;

    /// <summary>The data set that <c>folder/NAME</c> or <c>folder/NAME@SIZE</c> names; null for other names.</summary>
    public static ImageFolder? TryParse(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = name[Prefix.Length..].Split('@');
        var pixels = UsualSize;
        var isValid = parts.Length <= 2 && parts[0].Length > 0 && parts[0] is not ("." or "..") && parts[0].AsSpan().IndexOfAny("/\\:") < 0
            && (parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out pixels) && pixels is >= 8 and <= 1024));
        return isValid ? new ImageFolder(name, parts[0], pixels) : null;
    }

    public override Fault? Problem(DataRoot root) => Directory.Exists(Part(root, "train")) || ArchiveOf(root) is not null ? null : new Fault($"the data set {Name} is not there")
    {
        File = Part(root, "train"),
        Found = "no such folder",
        Expected = $"{folder}/train/CLASS/*.jpg and {folder}/val/CLASS/*.jpg, or {folder}.zip or {folder}.tar.gz with train/ and val/ in it",
        Fix = $"put the folder there, or name the folder that holds {folder}/ with --data or {DataRoot.Variable}",
    };

    public override ImageSource At(DataRoot root)
    {
        if (!Directory.Exists(Part(root, "train")) && ArchiveOf(root) is { } archive)
            Archive.Unpack(archive, Path.Combine(root.Path, folder));
        var classes = ClassFolders(Part(root, "train"));
        return classes.Count > 1 ? new ImageFolder(this, classes) : throw new FaultException(new Fault("these images are not in class folders")
        {
            File = Part(root, "train"),
            Found = $"{classes.Count} folders",
            Expected = "one folder a class, at least two",
            Fix = "sort the images into one folder a class",
        });
    }

    public override (ImageSet Training, ImageSet Test) Read(DataRoot root) =>
        (ReadPart(Part(root, "train")), ReadPart(HasTest(root) ? Part(root, "test") : Part(root, "val")));

    public override ImageSet? ReadValidation(DataRoot root) => HasTest(root) && Directory.Exists(Part(root, "val")) ? ReadPart(Part(root, "val")) : null;

    public override void Verify(DataRoot root) => At(root).Read(root);

    private static IReadOnlyList<string> ClassFolders(string part) =>
        Directory.Exists(part) ? [.. Directory.EnumerateDirectories(part).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    private bool HasTest(DataRoot root) => ClassFolders(Part(root, "test")).Any(_classes.Contains);

    private string Part(DataRoot root, string part) => Path.Combine(root.Path, folder, part);

    private string? ArchiveOf(DataRoot root) => Archive.Endings.Where(ending => ending != ".gz").Select(ending => Path.Combine(root.Path, folder + ending)).FirstOrDefault(File.Exists);

    private ImageSet ReadPart(string part)
    {
        var (files, labels) = (new List<string>(), new List<int>());
        if (ClassFolders(part).Except(_classes).FirstOrDefault() is { } unknown)
            throw new FaultException(new Fault($"there is no class \"{unknown}\" among the training images") { File = Path.Combine(part, unknown), Found = unknown, Expected = "the class folders of train/", Fix = "rename or remove the folder" });
        foreach (var (label, name) in _classes.Index())
        {
            var classFolder = Path.Combine(part, name);
            if (!Directory.Exists(classFolder))
                continue;
            foreach (var file in Directory.EnumerateFiles(classFolder).Where(file => Endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal))
            {
                files.Add(file);
                labels.Add(label);
            }
        }

        return files.Count > 0 ? new ImageSet(new FolderImages(Shape, files), [.. Enumerable.Range(0, files.Count)], [.. labels]) : throw new FaultException(new Fault("there are no images")
        {
            File = part,
            Found = "no image file in the class folders",
            Expected = string.Join(", ", Endings),
            Fix = $"put images into {part}{Path.DirectorySeparatorChar}CLASS{Path.DirectorySeparatorChar}",
        });
    }
}

/// <summary>ImageNet-1k (O. Russakovsky et al., 2015) in <c>imagenet/train</c> and <c>imagenet/val</c>. Its terms forbid a download by a program: get it from image-net.org.</summary>
internal sealed class ImageNet() : ImageFolder("imagenet", "imagenet", 224);
