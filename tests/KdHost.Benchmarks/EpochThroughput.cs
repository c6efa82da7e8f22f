using KdHost.Plugins.VanillaKd;
using KdHost.Sdk.Data;
using KdHost.Testing;

namespace KdHost.Benchmarks;

/// <summary>Images a second of a VanillaKD epoch on Fashion-MNIST with a live teacher, against the same loop without one.</summary>
internal static class EpochThroughput
{
    private const int Rounds = 5;

    public static void Measure(DataRoot root)
    {
        var source = DataSets.Get("fashion-mnist");
        if (source.Files.Any(file => !File.Exists(root.File(source.Name, file.Name))))
        {
            Console.WriteLine($"VanillaKD epoch on Fashion-MNIST: skipped, no fashion-mnist in {root.Path} (give the data root as the argument)");
            return;
        }

        // In turn, so that a drift of the machine meets both alike.
        var (none, kd) = (new List<double>(), new List<double>());
        using var folder = new ScratchFolder();
        for (var round = 0; round < Rounds; round++)
        {
            none.Add(Rate(Distillation.None, round, folder, root));
            kd.Add(Rate(Distillation.Kd, round, folder, root));
        }

        var (fast, slow) = (Median(none), Median(kd));
        Console.WriteLine(FormattableString.Invariant($"VanillaKD epoch on Fashion-MNIST: {slow:f0} images/s with a live teacher, {fast:f0} without; ratio {slow / fast:f2} (median of {Rounds})"));
    }

    private static double Rate(Distillation distillation, int round, ScratchFolder folder, DataRoot root)
    {
        var options = new VanillaKdOptions
        {
            Dataset = "fashion-mnist",
            Student = "convnet-8-16-32",
            Teacher = new() { Model = "convnet-16-32-32-64", Epochs = 1, TrainFraction = 0.02 },
            Distillation = distillation,
            Epochs = 2,
            TrainFraction = 0.2,
            LearningRate = 0.1,
        };
        var metrics = MemoryTrial.Run(new VanillaKdMethod(), MemoryTrial.Of(options, folder.Path($"{distillation}-{round}"), seed: round, data: root) with { Checkpoints = new NoCheckpoints() });
        return metrics.Last("throughput/images_per_second");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
