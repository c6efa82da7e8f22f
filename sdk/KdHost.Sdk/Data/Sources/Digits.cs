using System.Globalization;
using System.IO.Compression;

namespace KdHost.Sdk.Data.Sources;

/// <summary>
/// Optical recognition of handwritten digits (E. Alpaydin, C. Kaynak, 1998, UCI data set 80, test part): 1797 images of 8x8 pixels with
/// values 0 to 16. Licence CC BY 4.0. It travels inside this assembly, so that a first run needs no download.
/// It has no official split: 500 images, stratified and drawn once for all, are for testing, the other 1297 for training and validation.
/// </summary>
internal sealed class Digits : ImageSource
{
    private const string Resource = "KdHost.Sdk.Data.digits.csv.gz";
    private const int TestSize = 500;
    private const long TestSeed = 80; // the number of the data set at UCI

    public override string Name => "digits";

    public override ImageShape Shape { get; } = new(1, 8, 8);

    public override int Classes => 10;

    public override float PixelScale => 16;

    public override IReadOnlyList<float> Mean { get; } = [0.3053f];

    public override IReadOnlyList<float> StandardDeviation { get; } = [0.3761f];

    public override int DefaultValidationSize => 297;

    public override (ImageSet Training, ImageSet Test) Read(DataRoot root)
    {
        using var stream = typeof(Digits).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var (pixels, labels) = (new List<byte>(), new List<int>());
        while (reader.ReadLine() is { } line)
        {
            var values = line.Split(',');
            pixels.AddRange(values.SkipLast(1).Select(value => byte.Parse(value, CultureInfo.InvariantCulture)));
            labels.Add(int.Parse(values[^1], CultureInfo.InvariantCulture));
        }

        var all = new ImageSet(Shape, [.. pixels], labels);
        var order = StratifiedOrder.Of(all.Labels, TestSeed);
        return (all.Pick(order[TestSize..]), all.Pick(order[..TestSize]));
    }
}
