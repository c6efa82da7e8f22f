using KdHost.Sdk.Data;
using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Losses;

/// <summary>Gradients against central differences in double precision, for the losses whose gradients no golden vector gives.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-6, Tolerance = 2e-7;

    [Theory]
    [InlineData("focal")]
    [InlineData("generalised")]
    [InlineData("taylor")]
    [InlineData("binary, summed")]
    [InlineData("kullback-leibler")]
    [InlineData("binary kullback-leibler")]
    [InlineData("decoupled")]
    [InlineData("correlation")]
    [InlineData("soft cross-entropy")]
    [InlineData("contrastive")]
    public void Gradients_of_losses_with_labels_are_those_of_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        var labels = tensor(new long[] { 0, 3, 2 });
        Check(Random(1, 3, 4), logits => name switch
        {
            "focal" => FocalLoss.Loss(logits, labels, 1.5),
            "generalised" => GeneralizedCrossEntropy.Loss(logits, labels),
            "taylor" => TaylorCrossEntropy.Loss(logits, labels, 3),
            "kullback-leibler" => Divergence.KullbackLeibler(logits, Random(7, 3, 4), 2),
            "binary kullback-leibler" => BinaryKullbackLeibler.Loss(logits, Random(7, 3, 4)),
            "decoupled" => DecoupledDistillation.Loss(logits, Random(7, 3, 4), labels, 1, 8, 4),
            "correlation" => CorrelationDistillation.Loss(logits, Random(7, 3, 4), 2, 2, 4),
            "soft cross-entropy" => CrossEntropy.Soft(logits, Targets.Smooth(labels, 4, 0.1, ScalarType.Float64)),
            "contrastive" => Contrast(logits),
            _ => BinaryCrossEntropy.Loss(logits, Targets.Smooth(labels, 4, 0.1, ScalarType.Float64), ClassReduction.Sum),
        });
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("selectivity")]
    [InlineData("flow")]
    [InlineData("boundaries")]
    [InlineData("overhaul")]
    [InlineData("context")]
    [InlineData("probabilities")]
    [InlineData("similarity")]
    [InlineData("distances")]
    [InlineData("angles")]
    [InlineData("hint of one shape")]
    public void Gradients_of_losses_on_features_are_those_of_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        var teacher = Random(2, 2, 3, 4, 4);
        Check(Random(3, 2, 3, 4, 4), student => name switch
        {
            "attention" => AttentionTransfer.Loss(student, Random(4, 2, 5, 2, 2)),
            "selectivity" => NeuronSelectivity.Loss(student, teacher),
            "flow" => FlowOfSolution.Loss(student, student.narrow(2, 0, 2).narrow(3, 1, 2), teacher, Random(4, 2, 3, 2, 2)),
            "boundaries" => ActivationBoundaries.Loss(student, teacher),
            "overhaul" => FeatureOverhaul.PartialDistance(student, teacher, tensor(new[] { -0.3, -0.5, -1.0 })),
            "context" => HierarchicalContext.Loss(student, teacher),
            "similarity" => SimilarityPreserving.Loss(student, teacher),
            "distances" => RelationalDistillation.Distance(student.view(6, 16), teacher.view(6, 16)),
            "angles" => RelationalDistillation.Angle(student.view(6, 16), teacher.view(6, 16)),
            "hint of one shape" => FitNet.Hint(student, teacher),
            _ => ProbabilisticTransfer.Loss(student.flatten(1), teacher.flatten(1)),
        });
    }

    [Theory]
    [InlineData("hint")]
    [InlineData("information")]
    [InlineData("congruence")]
    [InlineData("overhaul")]
    public void Gradients_through_trained_connectors_are_those_of_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        var teacher = Random(5, 4, 3, 2, 2);
        using nn.Module<Tensor, Tensor, Tensor> loss = name switch
        {
            "hint" => new FitNet(new ImageShape(2, 4, 4), new ImageShape(3, 2, 2)),
            "information" => new VariationalInformation(2, 3),
            "congruence" => new CorrelationCongruence(32, 12, 6),
            _ => new FeatureOverhaul(2, nn.BatchNorm2d(3)),
        };
        loss.to(ScalarType.Float64);
        Fill(loss);
        Check(Random(6, 4, 2, 4, 4), student => name == "congruence" ? loss.call(student.flatten(1), teacher.flatten(1)) : loss.call(student, teacher));
        Assert.All(loss.named_parameters(), entry => Assert.True(entry.parameter.grad is not null, $"{entry.name} has no gradient"));
    }

    [Fact]
    public void Gradients_of_the_knowledge_review_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        ImageShape[] student = [new(2, 4, 4), new(3, 2, 2), new(3, 1, 1)];
        ImageShape[] teacher = [new(3, 4, 4), new(4, 2, 2), new(4, 1, 1)];
        using var loss = new KnowledgeReview(student, teacher);
        loss.to(ScalarType.Float64);
        Fill(loss);
        var maps = student.Select((shape, level) => Random(10 + level, 4, shape.Channels, shape.Height, shape.Width)).ToArray();
        var targets = teacher.Select((shape, level) => Random(20 + level, 4, shape.Channels, shape.Height, shape.Width)).ToArray();
        Check(maps[0], map => loss.call([map, maps[1], maps[2]], targets));
        Assert.All(loss.named_parameters(), entry => Assert.True(entry.parameter.grad is not null, $"{entry.name} has no gradient"));
    }

    // A fresh memory each time: the first loss sets the partition, which is a constant of the gradient afterwards.
    private static Tensor Contrast(Tensor vectors)
    {
        using var generator = new Generator(3);
        using var memory = new ContrastMemory(10, 4, generator: generator);
        memory.to(ScalarType.Float64);
        var contrast = tensor(new long[] { 0, 5, 6, 1, 7, 8, 2, 9, 4 }, [3, 3]);
        memory.Loss(Random(8, 3, 4), Random(9, 3, 4), contrast);
        return memory.Loss(vectors, Random(9, 3, 4), contrast);
    }

    private static Tensor Random(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    private static void Fill(nn.Module module)
    {
        using var noGradient = no_grad();
        foreach (var (index, parameter) in module.parameters().Index())
            parameter.copy_((Random(100 + index, parameter.shape) * 0.5) + (parameter.dim() == 1 ? 1 : 0));
    }

    private static void Check(Tensor at, Func<Tensor, Tensor> loss)
    {
        var input = at.detach().clone().requires_grad_();
        loss(input).backward();
        var gradient = input.grad!.flatten().data<double>().ToArray();
        var largest = gradient.Max(Math.Abs);
        Assert.True(largest > 0, "the gradient is 0 everywhere");
        using var noGradient = no_grad();
        for (var i = 0; i < gradient.Length; i++)
        {
            using var scope = NewDisposeScope();
            var move = zeros_like(at).flatten();
            move[i] = Step;
            var difference = (loss(at + move.view(at.shape)) - loss(at - move.view(at.shape))).ToDouble() / (2 * Step);
            Assert.True(Math.Abs(difference - gradient[i]) <= Tolerance * Math.Max(largest, 1), $"entry {i}: gradient {gradient[i]:R}, finite difference {difference:R}");
        }
    }
}
