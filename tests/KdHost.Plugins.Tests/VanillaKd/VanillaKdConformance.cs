using KdHost.Plugins.VanillaKd;
using KdHost.Testing;
using TorchSharp;

namespace KdHost.Plugins.Tests.VanillaKd;

/// <summary>What every method must hold.</summary>
public sealed class VanillaKdConformance : MethodConformance<VanillaKdMethod, VanillaKdOptions>
{
    protected override VanillaKdOptions Options => new() { TrainFraction = 0.1, Epochs = 6, Temperature = 4, Teacher = new() { Model = "convnet-8-16-32", Epochs = 2 } };

    protected override DistillationLoss? Loss => (student, teacher, labels) => VanillaKdMethod.Loss(student, teacher, labels, Options);

    // Two classes, zˢ = (0, ln 3), so pˢ = (¼, ¾); zᵗ = 0, so pᵗ = (½, ½).
    protected override IEnumerable<GoldenVector> GoldenVectors =>
    [
        new("Eq. (2): −ln ¾", () => Value(label: 1, hard: 1, soft: 0, temperature: 1), -Math.Log(0.75)),
        new("Eq. (4), T = 1: ½ ln 2 + ½ ln ⅔", () => Value(label: 1, hard: 0, soft: 1, temperature: 1), 0.5 * Math.Log(4.0 / 3)),
        new("Eq. (4), T = 2, with its factor T²", () => Value(label: 1, hard: 0, soft: 1, temperature: 2), 4 * 0.5 * Math.Log(0.25 * Math.Pow(1 + Math.Sqrt(3), 2) / Math.Sqrt(3))),
        new("Eq. (1): ½ · (2) + 2 · (4)", () => Value(label: 0, hard: 0.5, soft: 2, temperature: 1), (0.5 * Math.Log(4)) + Math.Log(4.0 / 3)),
    ];

    private static double Value(long label, double hard, double soft, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        var student = torch.tensor(new[] { 0, Math.Log(3) }, [1, 2]);
        return VanillaKdMethod.Loss(student, torch.zeros(1, 2, torch.ScalarType.Float64), torch.tensor([label]), new() { HardWeight = hard, SoftWeight = soft, Temperature = temperature }).item<double>();
    }
}
