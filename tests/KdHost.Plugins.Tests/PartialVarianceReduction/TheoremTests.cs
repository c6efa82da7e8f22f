using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>
/// The one-step inequalities behind Eq. (E11), (E13) and (E14) on a small strongly convex problem, the expectation over ξ taken exactly by enumeration of all samples.
/// </summary>
public sealed class TheoremTests
{
    private const int Points = 300;

    [Fact]
    public void One_step_inequalities_hold_at_random_points_teachers_weights_and_rates()
    {
        using var scope = torch.NewDisposeScope();
        using var problem = new SmallProblem();
        using var optimum = IdentityTests.OptimumOf(problem);
        Assert.True(optimum.GradientNorm < 1e-8);
        using var objective = new LinearObjective(problem.Samples, problem.Options, mask: null);
        var (inputs, labels, mu) = (problem.Inputs, problem.Samples.Labels, problem.Options.WeightDecay);
        var norms = inputs.square().sum(1);
        var expected = (norms.max().item<double>() / 2) + mu; // 𝓛
        var smoothness = (torch.linalg.eigvalsh(inputs.t().mm(inputs) / SmallProblem.Count).max().item<double>() / 2) + mu;
        var draw = new RandomStream(42);
        var worst = new Dictionary<string, double> { ["E11"] = 0, ["E13"] = 0, ["E14"] = 0 };
        for (var i = 0; i < Points; i++)
        {
            using var inner = torch.NewDisposeScope();
            torch.Tensor Random(double scale) => torch.tensor(Enumerable.Range(0, 9).Select(_ => scale * draw.NextNormal()).ToArray(), [3, 3]);
            var x = optimum.Weights + Random(Math.Pow(10, draw.NextUniform(-2, 1)));
            var theta = optimum.Weights + Random(Math.Pow(10, draw.NextUniform(-3, 0.5)));
            var lambda = draw.NextUniform(0, 1.2);
            var moments = GradientMoments.OfLinear(inputs, Residual(optimum.Weights), Residual(theta), optimum.Weights * mu, theta * mu, batchSize: 1);
            var teacherGradient = objective.At(theta).Gradient;

            // Gradients of all samples, [N, D, C].
            torch.Tensor Each(torch.Tensor weights) => (inputs.unsqueeze(2) * Residual(weights).unsqueeze(1)) + (weights * mu);
            var biased = Each(x) - (Each(theta) * lambda);
            double Distance(torch.Tensor steps, double gamma) => (x - optimum.Weights - (steps * gamma)).square().sum([1, 2]).mean().item<double>();
            var distance = (x - optimum.Weights).square().sum().item<double>();

            var gamma = draw.NextUniform(0.01, 1) / (2 * expected);
            Note("E11", Distance(biased, gamma), ((1 - (gamma * mu / 2)) * distance) + (2 * gamma * gamma * NoiseBounds.Strong(moments, lambda, gamma, mu)));
            Note("E14", Distance(biased + (teacherGradient * lambda), gamma), ((1 - (gamma * mu)) * distance) + (2 * gamma * gamma * NoiseBounds.Unbiased(moments, lambda)));

            var slow = draw.NextUniform(0.01, 1) * mu / (4 * smoothness * expected);
            var excess = objective.At(x).Value - optimum.Value;
            var next = Enumerable.Range(0, SmallProblem.Count).Average(sample => objective.At(x - (biased[sample] * slow)).Value) - optimum.Value;
            Note("E13", next, ((1 - (slow * mu / 2)) * excess) + (smoothness * slow * slow * NoiseBounds.Pl(moments, lambda, slow, smoothness)));
        }

        Assert.All(worst, pair => Assert.InRange(pair.Value, 0.5, 1 + 1e-12)); // and they are not vacuous: some points come near

        torch.Tensor Residual(torch.Tensor weights) => softmax(inputs.mm(weights), 1) - labels;
        void Note(string name, double left, double right) => worst[name] = Math.Max(worst[name], left / right);
    }

    [Fact]
    public void The_moments_in_closed_form_are_those_of_minibatches_within_a_tenth()
    {
        using var scope = torch.NewDisposeScope();
        using var problem = new SmallProblem();
        using var student = problem.Student();
        SmallProblem.Randomise(student, new RandomStream(2), 0.5);
        using var table = new KdHost.Plugins.PartialVarianceReduction.Distilling.ResidualTable(problem.Samples.Labels, KdHost.Plugins.PartialVarianceReduction.DistillationForm.None, default, 1);
        torch.Tensor Residual(KdHost.Plugins.PartialVarianceReduction.Networks.StackedNetwork network) => table.LabelResidual(network.Logits(problem.Inputs.unsqueeze(0)), torch.arange(32, torch.ScalarType.Int64)).view(32, 3);
        var none = torch.zeros(3, 3, torch.ScalarType.Float64);
        var closed = GradientMoments.OfLinear(problem.Inputs, Residual(student), Residual(problem.Teacher), none, none, batchSize: 4);
        var sampled = KdHost.Plugins.PartialVarianceReduction.Measuring.GradientSampling.OfPair(student, problem.Teacher, problem.Samples, table, batchSize: 4, batches: 1000, seed: 1).Single();

        foreach (var lambda in new[] { 0, 0.5, 1, 1.2 })
            Assert.InRange(sampled.Variance(lambda) / closed.Variance(lambda), 0.9, 1.1);
        Assert.InRange(sampled.MeanX / closed.MeanX, 0.9, 1.1);
        Assert.InRange(sampled.SecondTeacher / closed.SecondTeacher, 0.9, 1.1);
        var best = LambdaEstimates.Of(closed, 0.05, 0.1, 4, gap: 0.1).Unbiased;
        Assert.True(closed.Variance(best) < closed.Variance(best - 0.01) && closed.Variance(best) < closed.Variance(best + 0.01));
    }
}
