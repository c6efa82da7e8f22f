using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Losses;

public sealed class ExtremeLogitsTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor, Tensor>> Losses = new()
    {
        ["kullback-leibler"] = (student, teacher, _) => Divergence.KullbackLeibler(student, teacher, 1),
        ["decoupled"] = (student, teacher, labels) => DecoupledDistillation.Loss(student, teacher, labels, 1, 8, 1),
        ["correlation"] = (student, teacher, _) => CorrelationDistillation.Loss(student, teacher, 2, 2, 4),
        ["binary kullback-leibler"] = (student, teacher, _) => BinaryKullbackLeibler.Loss(student, teacher),
        ["cross-entropy"] = (student, _, labels) => CrossEntropy.Soft(student, Targets.Smooth(labels, 4, 0.1)),
        ["binary cross-entropy"] = (student, _, labels) => BinaryCrossEntropy.Loss(student, Targets.Smooth(labels, 4)),
        ["focal"] = (student, _, labels) => FocalLoss.Loss(student, labels, 0.5),
        ["generalised"] = (student, _, labels) => GeneralizedCrossEntropy.Loss(student, labels),
        ["taylor"] = (student, _, labels) => TaylorCrossEntropy.Loss(student, labels),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> FeatureLosses = new()
    {
        ["hint"] = FitNet.Hint,
        ["attention"] = AttentionTransfer.Loss,
        ["similarity"] = SimilarityPreserving.Loss,
        ["relations"] = (student, teacher) => RelationalDistillation.Loss(student.flatten(1), teacher.flatten(1)),
        ["probabilities"] = (student, teacher) => ProbabilisticTransfer.Loss(student.flatten(1), teacher.flatten(1)),
        ["selectivity"] = NeuronSelectivity.Loss,
        ["flow"] = (student, teacher) => FlowOfSolution.Loss(student, student, teacher, teacher),
        ["boundaries"] = (student, teacher) => ActivationBoundaries.Loss(student, teacher),
        ["overhaul"] = (student, teacher) => FeatureOverhaul.PartialDistance(student, teacher, tensor(new[] { -0.3f, -0.5f })),
        ["context"] = HierarchicalContext.Loss,
        ["congruence"] = (student, teacher) => CorrelationCongruence.Congruence(nn.functional.normalize(student.flatten(1), 2, 1), nn.functional.normalize(teacher.flatten(1), 2, 1)),
        ["information"] = (student, teacher) =>
        {
            using var loss = new VariationalInformation(2, 2);
            return loss.call(student, teacher);
        },
        ["contrast"] = (student, teacher) =>
        {
            using var memory = new ContrastMemory(4, 16);
            return new ContrastiveDistillation(32, 32, memory, 16).Loss(student.flatten(1), teacher.flatten(1), tensor(new long[] { 0, 1, 1, 2 }, [2, 2]));
        },
        ["review"] = (student, teacher) =>
        {
            using var loss = new KnowledgeReview([new(2, 4, 4), new(2, 4, 4)], [new(2, 4, 4), new(2, 4, 4)]);
            return loss.call([student, student], [teacher, teacher]);
        },
    };

    public static TheoryData<string> FeatureNames => [.. FeatureLosses.Keys];

    [Theory]
    [MemberData(nameof(FeatureNames))]
    public void Losses_on_features_and_their_gradients_are_finite_for_huge_features_in_single_precision(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var student = (randn([2, 2, 4, 4], generator: generator) * 1e4).requires_grad_();
        var loss = FeatureLosses[name](student, randn([2, 2, 4, 4], generator: generator).sign() * 1e4);
        Assert.True(loss.isfinite().ToBoolean());
        loss.backward();
        Assert.True(student.grad!.isfinite().all().ToBoolean());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_are_finite_for_huge_logits_in_single_precision(string name)
    {
        using var scope = NewDisposeScope();
        const float Huge = 1e4f;
        var student = tensor(new[] { Huge, -Huge, 0, 1, -Huge, Huge, Huge, 0, Huge, Huge, Huge, Huge, -Huge, -Huge, -Huge, Huge }, [4, 4]).requires_grad_();
        var teacher = tensor(new[] { -Huge, Huge, 0, 1, Huge, Huge, -Huge, -Huge, 1, 2, 3, 4, Huge, -Huge, -Huge, -Huge }, [4, 4]);
        var loss = Losses[name](student, teacher, tensor(new long[] { 0, 0, 2, 3 }));
        Assert.True(loss.isfinite().ToBoolean());
        loss.backward();
        Assert.True(student.grad!.isfinite().all().ToBoolean());
    }
}
