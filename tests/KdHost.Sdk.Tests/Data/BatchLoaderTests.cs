using KdHost.Sdk.Data;
using TorchSharp;

namespace KdHost.Sdk.Tests.Data;

public sealed class BatchLoaderTests
{
    private static readonly ImageData Digits = ImageData.Load("digits", new DataRoot("nowhere"));

    [Fact]
    public void An_epoch_holds_every_image_once_in_an_order_of_its_own()
    {
        using var scope = torch.NewDisposeScope();
        using var loader = Loader(seed: 1);
        var (first, second) = (Epoch(loader, 0), Epoch(loader, 1));
        Assert.Equal(16, loader.BatchesPerEpoch);
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(1000, first.Count);
    }

    [Fact]
    public void A_batch_depends_on_seed_epoch_and_index_only()
    {
        using var scope = torch.NewDisposeScope();
        using var loader = Loader(seed: 1);
        using var other = Loader(seed: 1);
        var expected = Epoch(loader, 3);
        for (var index = loader.BatchesPerEpoch - 1; index >= 0; index--) // backwards, and without the epochs before
        {
            var batch = Sums(other.Get(3, index));
            Assert.Equal(expected.Skip(index * 64).Take(64), batch);
        }
    }

    [Fact]
    public void Images_are_scaled_and_normalised()
    {
        using var scope = torch.NewDisposeScope();
        using var loader = new BatchLoader(Digits.Training.Images, Digits.Source, 1000, torch.CPU, shuffleSeed: null);
        var batch = loader.Get(0, 0);
        Assert.Equal([1000, 1, 8, 8], batch.Images.shape);
        Assert.Equal(torch.ScalarType.Float32, batch.Images.dtype);
        Assert.Equal(0, batch.Images.mean().item<float>(), 0.02f);
        Assert.Equal(1, batch.Images.std().item<float>(), 0.02f);
        Assert.Equal(Digits.Training.Images.Labels.Select(label => (long)label), batch.Labels.data<long>().ToArray());
    }

    private static BatchLoader Loader(long seed) => new(Digits.Training.Images, Digits.Source, 64, torch.CPU, seed);

    // The sum of an image's pixels and its label stand for the image.
    private static List<float> Sums(Batch batch) => [.. batch.Images.sum([1, 2, 3]).data<float>().ToArray().Zip(batch.Labels.data<long>().ToArray(), (sum, label) => sum + (1000 * label))];

    private static List<float> Epoch(BatchLoader loader, int epoch) => [.. Enumerable.Range(0, loader.BatchesPerEpoch).SelectMany(index => Sums(loader.Get(epoch, index)))];
}
