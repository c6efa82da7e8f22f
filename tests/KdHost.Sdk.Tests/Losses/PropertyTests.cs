using CsCheck;
using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Losses;

public sealed class PropertyTests
{
    private const int Batch = 6, Classes = 5;

    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];

    [Fact]
    public void Kullback_Leibler_is_the_target_part_plus_the_weighted_rest() => Seeds.Sample(
        seed =>
        {
            using var scope = NewDisposeScope();
            var (student, teacher, labels) = Logits(seed);
            foreach (var temperature in new[] { 1.0, 4.0 })
            {
                var notLabelled = 1 - nn.functional.softmax(teacher / temperature, 1).gather(1, labels.unsqueeze(1)).squeeze(1);
                var rest = Enumerable.Range(0, Batch).Average(b =>
                    notLabelled[b].ToDouble() * DecoupledDistillation.NonTargetClass(Row(student, b), Row(teacher, b), labels.narrow(0, b, 1), temperature).ToDouble());
                var whole = DecoupledDistillation.TargetClass(student, teacher, labels, temperature).ToDouble() + rest;
                Assert.Equal(Divergence.KullbackLeibler(student, teacher, temperature).ToDouble(), whole, 1e-10);
            }
        },
        iter: 30, threads: 1);

    [Fact]
    public void Correlation_distillation_ignores_the_order_of_classes_and_images_and_is_0_for_equal_logits() => Seeds.Sample(
        seed =>
        {
            using var scope = NewDisposeScope();
            var (student, teacher, _) = Logits(seed);
            var loss = CorrelationDistillation.Loss(student, teacher, 2, 2, 4).ToDouble();
            foreach (var dimension in new[] { 0, 1 })
            {
                var order = Permutation(seed, student.shape[dimension]);
                Assert.Equal(loss, CorrelationDistillation.Loss(student.index_select(dimension, order), teacher.index_select(dimension, order), 2, 2, 4).ToDouble(), 1e-9);
            }

            Assert.Equal(0, CorrelationDistillation.Loss(teacher, teacher, 2, 2, 1).ToDouble(), 1e-4); // the 1e-8 in the denominator
        },
        iter: 30, threads: 1);

    [Fact]
    public void Relational_distillation_ignores_rotation_shift_and_scale() => Seeds.Sample(
        seed =>
        {
            using var scope = NewDisposeScope();
            var (student, teacher, _) = Logits(seed);
            var moved = (student.mm(Rotation(seed)) * 2.5) + 0.7;
            Assert.Equal(RelationalDistillation.Loss(student, teacher).ToDouble(), RelationalDistillation.Loss(moved, teacher).ToDouble(), 1e-9);
        },
        iter: 30, threads: 1);

    [Fact]
    public void Similarity_preserving_ignores_rotation() => Seeds.Sample(
        seed =>
        {
            using var scope = NewDisposeScope();
            var (student, teacher, _) = Logits(seed);
            Assert.Equal(SimilarityPreserving.Loss(student, teacher).ToDouble(), SimilarityPreserving.Loss(student.mm(Rotation(seed)), teacher).ToDouble(), 1e-10);
        },
        iter: 30, threads: 1);

    [Fact]
    public void Correlation_congruence_depends_on_the_order_of_the_batch()
    {
        using var scope = NewDisposeScope();
        var (student, teacher, _) = Logits(1);
        var order = tensor(new long[] { 2, 0, 1, 5, 4, 3 });
        var loss = CorrelationCongruence.Congruence(student, teacher).ToDouble();
        Assert.NotEqual(loss, CorrelationCongruence.Congruence(student.index_select(0, order), teacher.index_select(0, order)).ToDouble(), 1e-6);
    }

    [Fact]
    public void Equal_rows_give_relational_distillation_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var (student, teacher, _) = Logits(2);
        var doubled = cat([student, student], 0).to(float32).detach().requires_grad_();
        RelationalDistillation.Loss(doubled, cat([teacher, teacher.flip(0)], 0).to(float32)).backward();
        Assert.True(doubled.grad!.abs().max().ToDouble() < 1e4);
    }

    [Fact]
    public void Focal_loss_without_focus_and_a_long_Taylor_series_are_cross_entropy()
    {
        using var scope = NewDisposeScope();
        var (student, _, labels) = Logits(3);
        var expected = nn.functional.cross_entropy(student, labels).ToDouble();
        Assert.Equal(expected, FocalLoss.Loss(student, labels, 0).ToDouble(), 1e-12);
        Assert.Equal(expected, TaylorCrossEntropy.Loss(student, labels, 4000).ToDouble(), 1e-3);
        Assert.Equal(expected, GeneralizedCrossEntropy.Loss(student, labels, 1e-6).ToDouble(), 1e-4);
    }

    private static (Tensor Student, Tensor Teacher, Tensor Labels) Logits(int seed)
    {
        using var generator = new Generator((ulong)seed);
        return (randn([Batch, Classes], float64, generator: generator), randn([Batch, Classes], float64, generator: generator) * 2,
            randint(Classes, [Batch], int64, generator: generator));
    }

    private static Tensor Row(Tensor matrix, int row) => matrix.narrow(0, row, 1);

    private static Tensor Permutation(int seed, long size)
    {
        using var generator = new Generator((ulong)seed);
        return randperm(size, generator: generator);
    }

    private static Tensor Rotation(int seed)
    {
        using var generator = new Generator((ulong)seed + 1);
        return linalg.qr(randn([Classes, Classes], float64, generator: generator)).Q;
    }
}
