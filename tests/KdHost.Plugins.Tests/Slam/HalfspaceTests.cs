using KdHost.Plugins.Slam;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.Slam;

public sealed class HalfspaceTests : IDisposable
{
    private const double Noise = 0.2, StepSize = 0.5;

    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-halfspaces-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Steps_of_all_rules_are_those_of_the_reference()
    {
        AllSteps(HalfspaceRule.Slam, "g8.slam");
        AllSteps(HalfspaceRule.SlamReweighted, "g8.slamReweighted");
        Golden.MustBe("g8.logisticLast", Walk(HalfspaceRule.Logistic)[^1]);
        Golden.MustBe("g8.leakyReluLast", Walk(HalfspaceRule.LeakyRelu)[^1]);
        var walk = Walk(HalfspaceRule.SlamReweighted);
        Golden.MustBe("g8.slamReweightedAverage", [.. Enumerable.Range(0, 3).Select(i => walk.Average(w => w[i]))]);

        static void AllSteps(HalfspaceRule rule, string expected)
        {
            foreach (var (step, w) in Walk(rule).Index())
                Assert.All(w.Zip(Golden.Rows(expected)[step]), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
        }
    }

    [Theory]
    [InlineData(1, "g8.single.gradSlam_y1")]
    [InlineData(0, "g8.single.gradSlam_y0")]
    public void The_gradient_of_the_SLaM_loss_is_that_of_the_reference_and_of_finite_differences(int label, string expected)
    {
        const double Small = 1e-6;
        double[] w = Golden.Row("g8.single.w"), x = Golden.Row("g8.single.x"), moved = [.. w];
        HalfspaceUpdate.Step(HalfspaceRule.Slam, moved, x, label, Noise, stepSize: 1, step: 1);
        Golden.MustBe(expected, [.. w.Zip(moved, (before, after) => before - after)]);
        for (var i = 0; i < w.Length; i++)
        {
            double[] up = [.. w], down = [.. w];
            (up[i], down[i]) = (w[i] + Small, w[i] - Small);
            var difference = (HalfspaceUpdate.Loss(HalfspaceUpdate.Dot(up, x), label, Noise) - HalfspaceUpdate.Loss(HalfspaceUpdate.Dot(down, x), label, Noise)) / (2 * Small);
            Assert.Equal(difference, Golden.Row(expected)[i], 1e-8);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void The_reweighted_step_is_beta_squared_times_the_backward_step(double noise)
    {
        var beta = 1 - (2 * noise);
        foreach (var label in new[] { 0, 1 })
        {
            double[] x = [0.6, 0.5], reweighted = [0.3, -0.4], backward = [0.3, -0.4];
            HalfspaceUpdate.Step(HalfspaceRule.SlamReweighted, reweighted, x, label, noise, 1, 1);
            HalfspaceUpdate.Step(HalfspaceRule.Backward, backward, x, label, noise, 1, 1);
            Assert.Equal(beta * beta * (backward[0] - 0.3), reweighted[0] - 0.3, 1e-12);
            Assert.Equal(beta * beta * (backward[1] + 0.4), reweighted[1] + 0.4, 1e-12);
        }
    }

    [Fact]
    public void Without_noise_a_saturated_prediction_still_moves()
    {
        double[] w = [-1000, 0];
        HalfspaceUpdate.Step(HalfspaceRule.Slam, w, [1, 0], 1, noise: 0, stepSize: 1, step: 1);
        Assert.Equal([-999, 0], w);
    }

    [Fact]
    public void The_logistic_loss_gets_worse_with_data_where_SLaM_learns()
    {
        var (logistic, slam) = (Run(HalfspaceRule.Logistic), Run(HalfspaceRule.SlamReweighted));
        Assert.InRange(At(logistic, 100), 0, 0.05);
        Assert.True(At(logistic, 3000) > 0.25);
        Assert.Equal(0, At(slam, 3000));
        Assert.Equal(0, slam.Last("error/averaged"));
        Assert.Equal(0, slam.Last("error/held_out"));
    }

    [Fact]
    public void Examples_needed_follow_one_over_beta_squared_gamma_squared()
    {
        var scaled = new[] { (25, 0.1), (100, 0.1), (25, 0.3) }.Select(cell => Run(new HalfspacesOptions { Distribution = HalfspaceDistributionKind.Coordinates, Dimension = cell.Item1, Noise = cell.Item2, StepSize = 1, RelativeSamples = 5, EvaluateEvery = cell.Item1 / 5, Runs = 20 }, $"{cell}").Last("samples/to_target_scaled")).ToList();
        Assert.All(scaled, value => Assert.InRange(value, 2, 3.3));
    }

    [Fact]
    public void Noise_that_is_estimated_or_a_little_wrong_still_teaches()
    {
        foreach (var options in new[] { new HalfspacesOptions { NoiseSamples = 500 }, new HalfspacesOptions { NoiseOffset = 0.1 }, new HalfspacesOptions { NoiseOffset = -0.05 } })
            Assert.InRange(Run(options with { Samples = 3000, Runs = 20 }, $"{options.NoiseOffset}").Last("error/last"), 0, 0.1);
    }

    private MemoryMetrics Run(HalfspaceRule rule) => Run(new HalfspacesOptions { Rule = rule, Samples = 3000, Runs = 50 }, $"{rule}");

    private MemoryMetrics Run(HalfspacesOptions options, string name) =>
        MemoryTrial.Run(new HalfspacesMethod(), MemoryTrial.Of(options, Path.Combine(_folder, name), cancellation: TestContext.Current.CancellationToken));

    private static double At(MemoryMetrics metrics, long samples) => metrics.Points.Single(point => point.Name == "error/last" && point.Step == samples).Value;

    private static List<double[]> Walk(HalfspaceRule rule)
    {
        var (w, walk, labels) = (new double[3], new List<double[]>(), Golden.Row("g8.y"));
        foreach (var (index, x) in Golden.Rows("g8.x").Index())
        {
            HalfspaceUpdate.Step(rule, w, x, (int)labels[index], Noise, StepSize, index + 1);
            walk.Add([.. w]);
        }

        return walk;
    }
}
