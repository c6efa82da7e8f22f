using System.Diagnostics;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using TorchSharp;

namespace KdHost.Benchmarks;

/// <summary>Microseconds an image of 32x32x3 on one core, from bytes in memory to a normalised batch.</summary>
internal static class LoaderThroughput
{
    private const int Images = 10_000, BatchSize = 128, WarmUps = 4, Rounds = 7, Compilation = 250;

    public static void Measure()
    {
        var threads = torch.get_num_threads();
        torch.set_num_threads(1);
        var shape = new ImageShape(3, 32, 32);
        var pixels = new byte[Images * shape.Size];
        new Random(1).NextBytes(pixels);
        var images = new ImageSet(shape, pixels, new int[Images]);
        foreach (var (name, augmentation) in new (string, Augmentation)[]
        {
            ("normalise", Augmentation.None),
            ("pad-crop, flip, normalise", Augmentation.CropAndFlip),
            ("the same, and Mixup or CutMix", Augmentation.CropAndFlip with { Mixing = new BatchMixing { MixupAlpha = 0.8, CutmixAlpha = 1 } }),
            ("the same, and random erasing", Augmentation.CropAndFlip with { Erasing = new RandomErasing(0.25) }),
            ("the same, and RandAugment m7-mstd0.5", Augmentation.CropAndFlip with { Transforms = [new PadCrop(4), new Flip(), RandAugment.Parse("m7-mstd0.5")] }),
            ("random resized crop, flip, normalise", new Augmentation { Crop = new RandomResizedCrop(), Transforms = [new Flip()] }),
        })
        {
            using var loader = new BatchLoader(images, DataSets.Get<ImageSource>("cifar-10"), BatchSize, torch.CPU, shuffleSeed: 1, augmentation);
            for (var round = 0; round < WarmUps; round++)
            {
                Epoch(loader, 0);
                Thread.Sleep(Compilation); // methods are compiled anew, in steps, each once nothing new was called for a while
            }

            var best = Enumerable.Range(1, Rounds).Min(round => Epoch(loader, round));
            Console.WriteLine(FormattableString.Invariant($"loader, {name}: {best * 1e6 / Images:f2} µs an image on one core (best of {Rounds})"));
        }

        torch.set_num_threads(threads);
    }

    private static double Epoch(BatchLoader loader, int epoch)
    {
        var watch = Stopwatch.StartNew();
        for (var index = 0; index < loader.BatchesPerEpoch; index++)
        {
            using var scope = torch.NewDisposeScope();
            loader.Get(epoch, index);
        }

        return watch.Elapsed.TotalSeconds;
    }
}
