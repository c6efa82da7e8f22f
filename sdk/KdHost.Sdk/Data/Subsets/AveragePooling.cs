namespace KdHost.Sdk.Data.Subsets;

/// <summary>Smaller images: the means of square blocks of pixels, rounded to bytes. Incomplete blocks at the right and lower edges are left out.</summary>
public static class AveragePooling
{
    /// <summary>Pools all images of a data set.</summary>
    /// <param name="data">The data, in memory.</param>
    /// <param name="side">Side of a block in pixels; 1 leaves the data as they are.</param>
    public static ImageData Pooled(this ImageData data, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        return side == 1 ? data : new ImageData(
            new PooledSource(data.Source, side),
            new TrainingSplit(Pool(data.Training.Images, side)),
            new ValidationSplit(Pool(data.Validation.Images, side)),
            new TestSplit(Pool(data.Test.Images, side)));
    }

    private static ImageSet Pool(ImageSet images, int side)
    {
        var (shape, small) = (images.Shape, Smaller(images.Shape, side));
        var (pixels, pooled) = (new byte[shape.Size], new byte[(long)images.Count * small.Size]);
        var next = 0;
        for (var image = 0; image < images.Count; image++)
        {
            images.CopyTo(image, pixels);
            for (var channel = 0; channel < small.Channels; channel++)
            {
                for (var (row, plane) = (0, channel * shape.Height * shape.Width); row < small.Height; row++)
                {
                    for (var column = 0; column < small.Width; column++)
                        pooled[next++] = Mean(pixels.AsSpan(plane + (((row * shape.Width) + column) * side)), shape.Width, side);
                }
            }
        }

        return new ImageSet(small, pooled, images.Labels);
    }

    private static byte Mean(ReadOnlySpan<byte> block, int width, int side)
    {
        var sum = 0;
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                sum += block[(y * width) + x];
        }

        return (byte)Math.Round((double)sum / (side * side), MidpointRounding.AwayFromZero);
    }

    private static ImageShape Smaller(ImageShape shape, int side) => new(shape.Channels, shape.Height / side, shape.Width / side);

    private sealed class PooledSource(ImageSource source, int side) : ImageSource
    {
        public override string Name => source.Name;

        public override ImageShape Shape { get; } = Smaller(source.Shape, side);

        public override int Classes => source.Classes;

        public override float PixelScale => source.PixelScale;

        public override IReadOnlyList<float> Mean => source.Mean;

        public override IReadOnlyList<float> StandardDeviation => source.StandardDeviation;

        public override int DefaultValidationSize => source.DefaultValidationSize;

        public override IReadOnlyList<RemoteFile> Files => source.Files;

        public override (ImageSet Training, ImageSet Test) Read(DataRoot root)
        {
            var (training, test) = source.Read(root);
            return (Pool(training, side), Pool(test, side));
        }
    }
}
