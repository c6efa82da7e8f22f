using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Golden vector G5, and what must hold of the estimates whatever the numbers.</summary>
public sealed class TheoryTests
{
    [Fact]
    public void Moments_and_estimates_are_those_of_the_golden_vector()
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of("G5");
        using var samples = Golden.Samples(inputs, 3, hasOnes: false);
        var (x, teacher) = (Golden.Tensor(inputs["W"]).t(), Golden.Tensor(inputs["teacherW"]).t());
        torch.Tensor Residual(torch.Tensor weights) => DistillationFormulas.Residual(samples.Inputs.mm(weights), samples.Labels);
        double Loss(torch.Tensor weights) => torch.nn.functional.cross_entropy(samples.Inputs.mm(weights), samples.Classes).item<double>();
        var none = torch.zeros_like(x);
        var moments = GradientMoments.OfLinear(samples.Inputs, Residual(x), Residual(teacher), none, none, (int)inputs["batch"]!);
        var (gamma, mu, smoothness) = (Golden.Number(inputs["gamma"]), Golden.Number(inputs["mu"]), Golden.Number(inputs["L"]));
        var estimates = LambdaEstimates.Of(moments, gamma, mu, smoothness, Math.Abs(Loss(teacher) - Loss(x)));

        void Equal(string name, double actual) => Assert.Equal(Golden.Number(expected[name]), actual, 1e-7 * Math.Max(1, Math.Abs(actual)));
        Equal("sigma2", moments.SecondX);
        Equal("A", moments.SecondTeacher);
        Equal("C", moments.Second);
        Equal("gradSq", moments.MeanTeacher);
        Equal("covXX", moments.CovarianceX);
        Equal("covTT", moments.CovarianceTeacher);
        Equal("covXT", moments.Covariance);
        Equal("lamStrong", estimates.Strong);
        Equal("lamPl", estimates.Pl);
        Equal("lamUnbiased", estimates.Unbiased);
        Equal("lamQuadratic", estimates.Quadratic);
        Equal("rho", moments.Correlation);
        Equal("beta", moments.MeanTeacher / (gamma * mu * moments.SecondTeacher));
        Equal("ratioStrong", NoiseBounds.BestRatio(moments, gamma, mu));
        Equal("N_at_0_5", NoiseBounds.Strong(moments, 0.5, gamma, mu));
        Equal("fX", Loss(x));
        Equal("fTheta", Loss(teacher));
    }

    [Fact]
    public void With_the_optimum_as_teacher_every_estimate_is_one_and_no_noise_is_left()
    {
        var moments = new GradientMoments(3, 3, 3, 0, 0, 0);
        var estimates = LambdaEstimates.Of(moments, 0.05, 1e-3, 40, gap: 0);
        foreach (var estimator in Enum.GetValues<LambdaEstimator>())
            Assert.Equal(1, estimates[estimator], 1e-12);
        Assert.Equal(0, NoiseBounds.Strong(moments, 1, 0.05, 1e-3), 1e-12);
        Assert.Equal(0, NoiseBounds.BestRatio(moments, 0.05, 1e-3), 1e-12);
        Assert.Equal(0, NoiseBounds.Unbiased(moments, 1), 1e-12);
    }

    [Fact]
    public void The_noise_is_least_at_the_estimate_and_never_above_that_of_SGD()
    {
        var draw = new Sdk.Randomness.RandomStream(7);
        for (var i = 0; i < 500; i++)
        {
            var moments = Random(draw);
            var (gamma, mu, smoothness) = (draw.NextUniform(0.001, 1), draw.NextUniform(1e-4, 1), draw.NextUniform(1, 50));
            var estimates = LambdaEstimates.Of(moments, gamma, mu, smoothness, draw.NextDouble());
            var best = NoiseBounds.Strong(moments, estimates.Strong, gamma, mu);
            Assert.InRange(NoiseBounds.BestRatio(moments, gamma, mu), -1e-12, 1 + 1e-12);
            Assert.Equal(NoiseBounds.BestRatio(moments, gamma, mu), best / moments.SecondX, 1e-9);
            foreach (var shift in new[] { -0.1, 0.1 })
            {
                Assert.True(NoiseBounds.Strong(moments, estimates.Strong + shift, gamma, mu) > best);
                Assert.True(NoiseBounds.Pl(moments, estimates.Pl + shift, gamma, smoothness) > NoiseBounds.Pl(moments, estimates.Pl, gamma, smoothness));
                Assert.True(NoiseBounds.Unbiased(moments, estimates.Unbiased + shift) > NoiseBounds.Unbiased(moments, estimates.Unbiased));
            }
        }
    }

    [Fact]
    public void Compression_adds_a_floor_that_distillation_cannot_remove()
    {
        var floor = NoiseBounds.CompressedLimit(noise: 0, omega: 1e-4, gamma: 0.05, mu: 1e-3, optimumNorm: 60);
        Assert.Equal(8 * 1e-4 * 60 / (0.05 * 1e-3), floor, 1e-9);
        Assert.True(NoiseBounds.CompressedLimit(1, 1e-4, 0.05, 1e-3, 60) > floor);
    }

    // Moments of two pairs of vectors, so that they obey Cauchy and Schwarz; noise at the optimum has mean 0.
    private static GradientMoments Random(Sdk.Randomness.RandomStream draw)
    {
        var x = Enumerable.Range(0, 5).Select(_ => draw.NextNormal()).ToArray();
        var teacher = Enumerable.Range(0, 5).Select(_ => draw.NextNormal()).ToArray();
        return new GradientMoments(x.Sum(v => v * v), teacher.Sum(v => v * v), x.Zip(teacher, (a, b) => a * b).Sum(), 0, draw.NextDouble(), 0);
    }
}
