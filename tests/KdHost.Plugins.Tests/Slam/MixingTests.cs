using KdHost.Plugins.Slam;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.Tests.Slam;

public sealed class MixingTests
{
    private const double Step = 1e-6;

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Mixing_without_normalisation_gives_the_golden_losses_and_gradients_of_soft_labels(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, alpha, top) = Input(type);
        var mix = StudentLabelMixing.Mix(logits.softmax(1), alpha, top);
        var losses = StudentLabelMixing.CrossEntropy(mix, teacher);
        losses.mean().backward();
        Golden.MustEqual("g1.mix", mix);
        Golden.MustEqual("g1.perExample", losses);
        Golden.MustEqual("g1.loss", losses.mean());
        Golden.MustEqual("g1.gradLogits", logits.grad!);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Division_by_k_minus_one_gives_the_golden_values(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, alpha, top) = Input(type);
        var mix = StudentLabelMixing.Mix(logits.softmax(1), alpha, top, MixNormalization.KMinusOne);
        var losses = StudentLabelMixing.CrossEntropy(mix, teacher);
        losses.mean().backward();
        Golden.MustEqual("g2.kMinusOne.mix2", mix[1]);
        Golden.MustEqual("g2.kMinusOne.perExample", losses);
        Golden.MustEqual("g2.kMinusOne.loss", losses.mean());
        Golden.MustEqual("g2.kMinusOne.grad2", logits.grad![1]);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Division_by_the_sum_gives_the_golden_values(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, alpha, top) = Input(type);
        var losses = StudentLabelMixing.CrossEntropy(StudentLabelMixing.Mix(logits.softmax(1), alpha, top, renormalize: true), teacher);
        losses.mean().backward();
        Golden.MustEqual("g2.renormalize.perExample", losses);
        Golden.MustEqual("g2.renormalize.loss", losses.mean());
        Golden.MustEqual("g2.renormalize.gradLogits", logits.grad!);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Hard_labels_give_the_golden_values_whatever_k(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, alpha, top) = Input(type);
        var hard = nn.functional.one_hot(teacher.argmax(1), 4).to(type);
        var losses = StudentLabelMixing.CrossEntropy(StudentLabelMixing.Mix(logits.softmax(1), alpha, top), hard);
        losses.mean().backward();
        Golden.MustEqual("g3.perExample", losses);
        Golden.MustEqual("g3.loss", losses.mean());
        Golden.MustEqual("g3.gradLogits", logits.grad!);
        var larger = StudentLabelMixing.CrossEntropy(StudentLabelMixing.Mix(logits.softmax(1), alpha, ones_like(top)), hard);
        Assert.Equal(0, (larger - losses).abs().max().to(ScalarType.Float64).item<double>());
    }

    [Theory]
    [InlineData(MixNormalization.None, false)]
    [InlineData(MixNormalization.None, true)]
    [InlineData(MixNormalization.KMinusOne, false)]
    [InlineData(MixNormalization.KMinusOne, true)]
    public void Gradients_are_finite_differences_and_those_of_equation_6(MixNormalization normalization, bool hard)
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, alpha, top) = Input(ScalarType.Float64);
        var target = hard ? nn.functional.one_hot(teacher.argmax(1), 4).to(ScalarType.Float64) : teacher;
        Tensor Loss(Tensor z) => StudentLabelMixing.CrossEntropy(StudentLabelMixing.Mix(z.softmax(1), alpha, top, normalization), target).sum();
        Loss(logits).backward();
        var gradient = logits.grad!;
        using (no_grad())
        {
            for (var row = 0; row < 3; row++)
            {
                for (var column = 0; column < 4; column++)
                {
                    var shift = zeros_like(logits);
                    shift[row, column] = Step;
                    var difference = (Loss(logits + shift) - Loss(logits - shift)).item<double>() / (2 * Step);
                    Assert.Equal(difference, gradient[row, column].item<double>(), 1e-6);
                }
            }

            var f = logits.softmax(1);
            var share = normalization == MixNormalization.KMinusOne ? top / (top.sum(1, keepdim: true) - 1) : top;
            var c = alpha.unsqueeze(1) - ((1 - alpha.unsqueeze(1)) * share);
            var r = -target * c / StudentLabelMixing.Mix(f, alpha, top, normalization);
            var byFormula = f * (r - (r * f).sum(1, keepdim: true));
            Assert.True((byFormula - gradient).abs().max().item<double>() < 1e-12);
        }
    }

    [Fact]
    public void With_alpha_1_the_gradient_is_the_prediction_minus_the_label()
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, _, top) = Input(ScalarType.Float64);
        StudentLabelMixing.CrossEntropy(StudentLabelMixing.Mix(logits.softmax(1), ones(3, ScalarType.Float64), top), teacher).sum().backward();
        Assert.True((logits.grad! - (logits.detach().softmax(1) - teacher)).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void With_alpha_one_half_no_top_class_is_pulled_at()
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, _, top) = Input(ScalarType.Float64);
        var mix = StudentLabelMixing.Mix(logits.softmax(1), full(3, 0.5, ScalarType.Float64), top);
        Assert.True(((mix - 0.5) * top).abs().max().item<double>() < 1e-15);
    }

    [Fact]
    public void Two_classes_are_the_same_in_the_scalar_form()
    {
        using var scope = NewDisposeScope();
        var logit = tensor(new[] { 1.2, -0.7, 0.1 });
        var (alpha, target) = (tensor(new[] { 0.9, 0.6, 0.75 }), tensor(new[] { 0.8, 0.3, 1.0 }));
        var logits = stack([zeros_like(logit), logit], 1);
        var vector = StudentLabelMixing.CrossEntropy(StudentLabelMixing.Mix(logits.softmax(1), alpha, ones(3, 2, ScalarType.Float64)), stack([1 - target, target], 1));
        Assert.True((vector - StudentLabelMixing.Binary(logit, alpha, target)).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void A_student_who_knows_the_truth_predicts_the_mean_of_the_noisy_label()
    {
        using var scope = NewDisposeScope();
        var random = new RandomStream(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var classes = 2 + random.NextInt(20);
            var (k, alpha, order) = (2 + random.NextInt(classes - 1), random.NextDouble(), random.Permutation(classes));
            var truth = order[random.NextInt(k)];
            var (f, top, mean) = (new double[classes], new double[classes], new double[classes]);
            f[truth] = 1;
            foreach (var label in order[..k])
            {
                top[label] = 1;
                mean[label] = label == truth ? alpha : (1 - alpha) / (k - 1);
            }

            var mix = StudentLabelMixing.Mix(tensor(f).unsqueeze(0), tensor(new[] { alpha }), tensor(top).unsqueeze(0), MixNormalization.KMinusOne);
            Assert.True((mix[0] - tensor(mean)).abs().max().item<double>() < 1e-12);
        }
    }

    internal static (Tensor Logits, Tensor Teacher, Tensor Alpha, Tensor Top) Input(ScalarType type)
    {
        var teacher = Golden.Tensor("input.teacher", type);
        var table = ProbabilityTable.Of(teacher);
        int[] k = [.. Golden.Row("input.k").Select(value => (int)value)];
        var labels = PseudoLabels.Of(table, new NoiseModel(Golden.Row("input.alpha"), k), TeacherLabels.Soft);
        return (Golden.Tensor("input.logits", type).requires_grad_(), teacher, Golden.Tensor("input.alpha", type), tensor(labels.Top, [3, 4], dtype: type));
    }
}
