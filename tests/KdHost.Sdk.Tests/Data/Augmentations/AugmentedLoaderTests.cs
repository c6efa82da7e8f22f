using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using TorchSharp;

namespace KdHost.Sdk.Tests.Data.Augmentations;

public sealed class AugmentedLoaderTests
{
    private static readonly ImageData Digits = ImageData.Load("digits", new DataRoot("nowhere"));

    private static readonly Augmentation Everything = new()
    {
        Crop = new RandomResizedCrop { MinimumArea = 0.5 },
        Transforms = [new PadCrop(1), new Flip(), new Shift(0.1), new Affine { Rotation = 10, Shear = 0.1, MinimumScale = 0.9, MaximumScale = 1.1 }, new ColourJitter(0.2, 0.2, 0.2), new RandAugment(), new Cutout(1, 3)],
        Erasing = new RandomErasing(0.5),
    };

    [Fact]
    public void A_view_depends_on_seed_epoch_and_image_alone_not_on_the_batch_or_its_size()
    {
        using var scope = torch.NewDisposeScope();
        using var small = Loader(Everything, batchSize: 10);
        using var large = Loader(Everything, batchSize: 64);
        var first = Views(small, 2);
        Assert.Equal(1000, first.Count);
        foreach (var (position, view) in Views(large, 2))
            Assert.Equal(first[position], view);
        Assert.NotEqual(first[0], Views(small, 3)[0]);
    }

    [Fact]
    public void A_view_can_be_made_again_at_any_time()
    {
        using var scope = torch.NewDisposeScope();
        using var loader = Loader(Everything, batchSize: 16);
        var batch = loader.Get(5, 3);
        using var other = Loader(Everything, batchSize: 99);
        Assert.True(other.View(5, batch.Positions).Images.equal(batch.Images).all().ToBoolean());
        Assert.Equal(batch.Labels.data<long>().ToArray(), batch.Positions.Select(position => (long)Digits.Training.Images.Labels[position]));
    }

    [Fact]
    public void Threads_change_nothing()
    {
        using var scope = torch.NewDisposeScope();
        using var single = Loader(Everything, batchSize: 64);
        var threads = torch.get_num_threads();
        torch.set_num_threads(3);
        using var many = Loader(Everything, batchSize: 64);
        torch.set_num_threads(threads);
        Assert.True(single.Get(1, 2).Images.equal(many.Get(1, 2).Images).all().ToBoolean());
    }

    [Fact]
    public void Repeats_stand_side_by_side_in_different_views_and_the_epoch_keeps_its_length()
    {
        using var scope = torch.NewDisposeScope();
        using var loader = Loader(Everything with { Repeats = 3 }, batchSize: 30);
        var positions = Enumerable.Range(0, loader.BatchesPerEpoch).SelectMany(index => loader.Get(0, index).Positions).ToList();
        Assert.Equal(1000, positions.Count);
        Assert.Equal(334, positions.Distinct().Count());
        Assert.All(positions.Take(999).Chunk(3), chunk => Assert.Single(chunk.Distinct()));
        var images = loader.Get(0, 0).Images;
        Assert.False(images[0].equal(images[1]).all().ToBoolean());
    }

    [Fact]
    public void Incomplete_batches_can_be_left_out()
    {
        using var scope = torch.NewDisposeScope();
        using var loader = new BatchLoader(Digits.Training.Images, Digits.Source, 64, torch.CPU, 1, dropIncomplete: true);
        Assert.Equal((960, 15), (loader.Count, loader.BatchesPerEpoch));
        Assert.Equal(64, loader.Get(0, 14).Size);
    }

    [Fact]
    public void An_augmentation_without_a_seed_is_refused() =>
        Assert.Throws<ArgumentException>(() => new BatchLoader(Digits.Training.Images, Digits.Source, 64, torch.CPU, null, Augmentation.CropAndFlip));

    [Fact]
    public void A_mixed_batch_comes_with_its_targets()
    {
        using var scope = torch.NewDisposeScope();
        using var plain = Loader(Augmentation.None, batchSize: 50);
        using var mixed = Loader(new Augmentation { Mixing = new BatchMixing { MixupAlpha = 1 } }, batchSize: 50);
        var (before, after) = (plain.Get(0, 1), mixed.Get(0, 1));
        Assert.InRange(after.Lambda, 0, 0.9999);
        Assert.True(after.Images.allclose((before.Images * after.Lambda) + (before.Images.flip(0) * (1 - after.Lambda)), atol: 1e-5));
        var targets = after.SoftTargets(10, 0.1);
        Assert.True(targets.sum(1).allclose(torch.ones(50)));
        var expected = 0.01 + (0.9 * ((after.Labels[0].eq(3).ToBoolean() ? after.Lambda : 0) + (after.Labels[49].eq(3).ToBoolean() ? 1 - after.Lambda : 0)));
        Assert.Equal(expected, targets[0, 3].ToDouble(), 1e-6);
        Assert.Equal(mixed.Get(0, 1).Lambda, after.Lambda);
        Assert.NotEqual(mixed.Get(0, 2).Lambda, after.Lambda);
    }

    [Fact]
    public void Options_name_the_augmentation_and_say_what_is_wrong()
    {
        Assert.Empty(new AugmentationOptions().ToAugmentation().Transforms);
        var options = new AugmentationOptions { PadCrop = 4, Flip = 0.5, RandAugment = "m7-mstd0.5", RandomErasing = 0.25, MixupAlpha = 0.1, CutmixAlpha = 1, Repeats = 3 };
        Assert.Empty(options.Check("augmentation"));
        var augmentation = options.ToAugmentation();
        Assert.Equal([new PadCrop(4), new Flip(), RandAugment.Parse("m7-mstd0.5")], augmentation.Transforms);
        Assert.Equal((new RandomErasing(0.25), 3), (augmentation.Erasing, augmentation.Repeats));
        var faults = (options with { RandAugment = "strong", MinimumScale = 2 }).Check("augmentation").ToList();
        Assert.Equal(["augmentation.minimumScale", "augmentation.randAugment"], faults.Select(fault => fault.Key));
    }

    private static BatchLoader Loader(Augmentation augmentation, int batchSize) => new(Digits.Training.Images, Digits.Source, batchSize, torch.CPU, 1, augmentation);

    private static Dictionary<int, float[]> Views(BatchLoader loader, int epoch) => Enumerable.Range(0, loader.BatchesPerEpoch)
        .Select(index => loader.Get(epoch, index))
        .SelectMany(batch => batch.Positions.Zip(batch.Images.flatten(1).data<float>().ToArray().Chunk(64)))
        .ToDictionary(pair => pair.First, pair => pair.Second);
}
