using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>What every method must hold; golden vectors stand in tests of their own.</summary>
public sealed class PartialVarianceReductionConformance : MethodConformance<PartialVarianceReductionMethod, PartialVarianceReductionOptions>
{
    protected override PartialVarianceReductionOptions Options => new()
    {
        Dataset = "digits",
        Epochs = 5,
        EvaluationsPerEpoch = 2,
        Lambda = LambdaSetting.Of(0, 0.7),
        WeightDecay = 1e-3,
        TeacherWeightDecay = 1e-3,
        Teacher = new() { Kind = TeacherKind.Sgd, Epochs = 2, LearningRate = 0.01 },
    };

    protected override DistillationLoss? Loss => (student, teacher, labels) => DistillationFormulas.Loss(student, teacher, labels, lambda: 0.7, temperature: 1);

    // Two classes, zˢ = (0, ln 3), so p = (¼, ¾); zᵗ = 0, so p = (½, ½).
    protected override IEnumerable<GoldenVector> GoldenVectors =>
    [
        new("Eq. (E2), λ = 0: −ln ¾", () => Value(lambda: 0), -Math.Log(0.75)),
        new("Eq. (E2), λ = 1: ½ ln 2 + ½ ln ⅔", () => Value(lambda: 1), 0.5 * Math.Log(4.0 / 3)),
        new("Eq. (E2), λ = 0.6", () => Value(lambda: 0.6), (-0.4 * Math.Log(0.75)) + (0.3 * Math.Log(4.0 / 3))),
    ];

    private static double Value(double lambda)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var student = TorchSharp.torch.tensor(new[] { 0, Math.Log(3) }, [1, 2]);
        return DistillationFormulas.Loss(student, TorchSharp.torch.zeros(1, 2, TorchSharp.torch.ScalarType.Float64), TorchSharp.torch.tensor([1L]), lambda, temperature: 1).item<double>();
    }
}
