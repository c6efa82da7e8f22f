using KdHost.Plugins.Slam;
using KdHost.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.Tests.Slam;

/// <summary>What every method must hold.</summary>
public sealed class SlamConformance : MethodConformance<SlamMethod, SlamOptions>
{
    protected override SlamOptions Options => SlamTrials.Small;

    // α = 0.7, and the teacher's two most probable classes.
    protected override DistillationLoss? Loss => (student, teacher, _) =>
    {
        using var scope = NewDisposeScope();
        var soft = teacher.detach().softmax(1);
        var labels = PseudoLabels.Of(ProbabilityTable.Of(soft), new NoiseModel([.. Enumerable.Repeat(0.7, (int)soft.shape[0])], [.. Enumerable.Repeat(2, (int)soft.shape[0])]), TeacherLabels.Soft);
        var mix = StudentLabelMixing.Mix(student.softmax(1), full(soft.shape[0], 0.7, student.dtype), tensor(labels.Top, soft.shape, dtype: student.dtype));
        return StudentLabelMixing.CrossEntropy(mix, soft).mean().MoveToOuterDisposeScope();
    };

    // Two classes, f = (¼, ¾), a hard label 0, α = ½: mix is ½ on both classes whatever the student says.
    protected override IEnumerable<GoldenVector> GoldenVectors =>
    [
        new("Eq. (4), α = ½: −ln ½", () => Value(alpha: 0.5, label: 0), Math.Log(2)),
        new("Eq. (4), α = 1: −ln ¼", () => Value(alpha: 1, label: 0), Math.Log(4)),
        new("Eq. (4), α = 0.8, label 1: −ln(0.8 · ¾ + 0.2 · ¼)", () => Value(alpha: 0.8, label: 1), -Math.Log(0.65)),
    ];

    private static double Value(double alpha, int label)
    {
        using var scope = NewDisposeScope();
        var mix = StudentLabelMixing.Mix(tensor(new[] { 0.25, 0.75 }).unsqueeze(0), tensor(new[] { alpha }), ones(1, 2, ScalarType.Float64));
        return StudentLabelMixing.CrossEntropy(mix, nn.functional.one_hot(tensor(new long[] { label }), 2).to(ScalarType.Float64)).item<double>();
    }
}

/// <summary>What every method must hold, for the halfspaces.</summary>
public sealed class HalfspacesConformance : MethodConformance<HalfspacesMethod, HalfspacesOptions>
{
    protected override HalfspacesOptions Options => new() { Samples = 300, Runs = 5, Rule = HalfspaceRule.LeakyRelu };

    protected override DistillationLoss? Loss => null;

    protected override IEnumerable<GoldenVector> GoldenVectors =>
    [
        new("Eq. (17)", () => HalfspaceUpdate.Mix(HalfspaceUpdate.Predict(Golden.Number("g8.single.z")), 0.2), Golden.Number("g8.single.mix")),
        new("Eq. (18), y = 1", () => HalfspaceUpdate.Loss(Golden.Number("g8.single.z"), 1, 0.2), Golden.Number("g8.single.bce_y1")),
        new("Eq. (18), y = 0", () => HalfspaceUpdate.Loss(Golden.Number("g8.single.z"), 0, 0.2), Golden.Number("g8.single.bce_y0")),
    ];
}
