using KdHost.Plugins.Slam;
using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.Tests.Slam;

public sealed class BaselineTests
{
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Taylor_cross_entropy_is_that_of_the_reference(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (logits, teacher, _, _) = MixingTests.Input(type);
        var hard = nn.functional.one_hot(teacher.argmax(1), 4).to(type);
        foreach (var order in new[] { 1, 2, 4 })
        {
            Golden.MustEqual($"g4.taylorHard.{order}", TaylorCrossEntropy.PerImage(logits.softmax(1), hard, order).mean());
            Golden.MustEqual($"g4.taylorHard.{order}", TaylorCrossEntropy.Loss(logits, teacher.argmax(1), order));
        }

        Golden.MustEqual("g4.taylorSoft2", TaylorCrossEntropy.PerImage(logits.softmax(1), teacher).mean());
        TaylorCrossEntropy.PerImage(logits.softmax(1), hard).mean().backward();
        Golden.MustEqual("g4.taylorHard2Grad", logits.grad!);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Negative_learning_is_that_of_the_reference(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (logits, _, _, _) = MixingTests.Input(type);
        var loss = NegativeLearning.Loss(logits, tensor(new double[] { 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0 }, [3, 4], dtype: type));
        loss.backward();
        Golden.MustEqual("g4.upsNegative.loss", loss);
        Golden.MustEqual("g4.upsNegative.grad", logits.grad!);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Variational_information_of_vectors_is_that_of_the_reference(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var vid = new VariationalInformation(2, 2);
        vid.to(type);
        var parameters = vid.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        using (no_grad())
        {
            // Two identities and then a matrix whose columns are the wanted means of one-hot inputs.
            var convolutions = parameters.Where(entry => entry.Key.EndsWith("weight", StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value).ToList();
            convolutions[0].copy_(eye(2).view(2, 2, 1, 1));
            convolutions[1].copy_(eye(2).view(2, 2, 1, 1));
            convolutions[2].copy_(Golden.Tensor("g4.vid.mean", type).t().view(2, 2, 1, 1));
            parameters["log_scale"].copy_(Golden.Tensor("g4.vid.rho", type));
        }

        var loss = vid.call(eye(2, dtype: type).view(2, 2, 1, 1), Golden.Tensor("g4.vid.target", type).view(2, 2, 1, 1));
        Golden.MustEqual("g4.vid.loss", loss);
    }

    [Fact]
    public void Weights_of_weighted_distillation_are_those_of_the_reference()
    {
        var points = Golden.Rows("g7.v").Select(row => new WeightedPoint(row[0], row[1], row[2] == 1, row[3], row[4])).ToList();
        var weights = DistillationWeights.Of(points, [.. Golden.Rows("g7.queries").Select(row => (row[0], row[1]))], neighbours: 3, clip: true);
        Golden.MustBe("g7.p", [.. weights.Select(weight => weight.Error)]);
        Golden.MustBe("g7.distortion", [.. weights.Select(weight => weight.Distortion)]);
        Golden.MustBe("g7.weight", [.. weights.Select(weight => weight.Weight)]);
    }

    [Fact]
    public void Weights_cancel_the_teachers_errors_in_expectation()
    {
        // ω[(1−p)ℓ_true + p·D·ℓ_true] = ℓ_true
        var points = Enumerable.Range(0, 10).Select(i => new WeightedPoint(0.5, 0.5, i >= 4, 0.5, i >= 4 ? 0.5 : 1.5)).ToList();
        var (error, distortion, weight) = DistillationWeights.Of(points, [(0.5, 0.5)], neighbours: 10, clip: false)[0];
        Assert.Equal(0.5, weight * (((1 - error) * 0.5) + (error * distortion * 0.5)), 1e-12);
    }

    [Fact]
    public void Ups_takes_sure_labels_and_rules_out_unlikely_classes()
    {
        ProbabilityTable probabilities = new([0.9f, 0.05f, 0.05f, 0.8f, 0.1f, 0.1f, 0.5f, 0.48f, 0.02f], 3), uncertainties = new([0.01f, 0, 0, 0.06f, 0, 0, 0, 0, 0.001f], 3);
        var selection = UpsSelection.Of(probabilities, uncertainties, probabilities, uncertainties, new UpsOptions());
        Assert.Equal([true, false, false], selection.IsPositive);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1f], selection.Negatives);
        var sure = UpsSelection.Of(probabilities, uncertainties, probabilities, uncertainties, new UpsOptions { NoUncertainty = true });
        Assert.Equal([true, true, false], sure.IsPositive);
    }

    [Fact]
    public void Ups_keeps_the_least_uncertain_positives_of_a_large_class()
    {
        const int Images = 40;
        float[] probabilities = [.. Enumerable.Range(0, Images).SelectMany(_ => new[] { 0.99f, 0.01f })];
        float[] uncertainties = [.. Enumerable.Range(0, Images).SelectMany(image => new[] { (Images - image) / 1000f, 0f })];
        ProbabilityTable p = new(probabilities, 2), sigma = new(uncertainties, 2);
        var selection = UpsSelection.Of(p, sigma, p, sigma, new UpsOptions());
        Assert.Equal(Enumerable.Range(Images - 25, 25), Enumerable.Range(0, Images).Where(image => selection.IsPositive[image]));
    }
}
