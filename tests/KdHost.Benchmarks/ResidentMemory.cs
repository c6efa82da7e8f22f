using KdHost.Plugins.VanillaKd;
using KdHost.Testing;

namespace KdHost.Benchmarks;

/// <summary>Resident memory over 20 epochs of distillation.</summary>
internal static class ResidentMemory
{
    private const int Epochs = 20;
    private const double Megabyte = 1 << 20;

    public static void Measure()
    {
        using var folder = new ScratchFolder();
        var options = new VanillaKdOptions { Student = "convnet-32-64-64", Teacher = new() { Epochs = 2 }, Epochs = Epochs, Temperature = 4 };
        var metrics = MemoryTrial.Run(new VanillaKdMethod(), MemoryTrial.Of(options, folder.Path("memory")));
        var resident = metrics.Points.Where(point => point.Name == "memory/resident_bytes").Select(point => point.Value / Megabyte).ToList();
        Console.WriteLine(FormattableString.Invariant($"resident memory over {Epochs} epochs: {resident[1]:f0} MB after epoch 2, {resident[^1]:f0} MB after epoch {Epochs}, largest {resident.Max():f0} MB"));
    }
}
