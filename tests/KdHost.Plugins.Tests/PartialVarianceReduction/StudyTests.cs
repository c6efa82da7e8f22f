using System.Text.Json.Nodes;
using KdHost.Plugins.PartialVarianceReduction.Studies;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Studies as functions of made-up results.</summary>
public sealed class StudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-pvr-study-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_quick_study_holds_where_plateaus_follow_the_law_and_fails_where_they_follow_another()
    {
        Assert.All(Conclude(new QuickStudy(), Trials(lambda => Math.Pow(1 - lambda, 2))).Checks, check => Assert.True(check.Holds));
        Assert.All(Conclude(new QuickStudy(), Trials(lambda => 1 - lambda)).Checks, check => Assert.False(check.Holds)); // a deviation instead of a variance
    }

    [Fact]
    public void The_linear_study_checks_the_law_and_draws_its_figures()
    {
        var report = Conclude(new LinearStudy(), Trials(lambda => Math.Pow(1 - lambda, 2) + 1e-3));
        Assert.Contains(report.Checks, check => check.Claim.Contains("falls with λ", StringComparison.Ordinal) && check.Holds == true);
        Assert.Contains(report.Checks, check => check.Claim.Contains("(1 − λ)² = 0.360", StringComparison.Ordinal) && check.Holds == true);
        Assert.Equal(["curves", "plateau-lambda", "variance-lambda"], report.Parts.OfType<StudyFigure>().Select(figure => figure.Name));
        Assert.All(report.Parts.OfType<StudyFigure>(), figure =>
        {
            Assert.Contains("n = 3 seeds", figure.Caption, StringComparison.Ordinal);
            Assert.True(new FileInfo(figure.Path).Length > 1000);
        });
    }

    [Fact]
    public void The_linear_study_denies_the_law_where_the_plateau_rises()
    {
        var report = Conclude(new LinearStudy(), Trials(lambda => 1 + (lambda * lambda)));
        Assert.Contains(report.Checks, check => check.Claim.Contains("falls with λ", StringComparison.Ordinal) && check.Holds == false);
    }

    [Fact]
    public void The_network_study_asserts_the_cosine_of_shared_initial_weights_only()
    {
        var good = Conclude(new NetworkStudy(), Trials(_ => 1, cosine: 0.95));
        Assert.True(Assert.Single(good.Checks).Holds);
        Assert.Equal("cosine", Assert.Single(good.Parts.OfType<StudyFigure>()).Name);
        Assert.False(Assert.Single(Conclude(new NetworkStudy(), Trials(_ => 1, cosine: 0.85)).Checks).Holds);
        Assert.Empty(Conclude(new NetworkStudy(), Trials(_ => 1, cosine: 0.95, init: "own")).Checks);
    }

    [Fact]
    public void The_compression_study_sees_a_floor_that_grows()
    {
        var fine = Trials(lambda => Math.Pow(1 - lambda, 2) + 0.01, compression: "quantise", levels: 4096);
        var coarse = Trials(lambda => Math.Pow(1 - lambda, 2) + 0.1, compression: "quantise", levels: 1024);
        var report = Conclude(new CompressionStudy(), [.. fine, .. coarse]);
        Assert.Contains(report.Checks, check => check.Claim.Contains("floor", StringComparison.Ordinal) && check.Holds == true);
        Assert.Equal("compressed", Assert.Single(report.Parts.OfType<StudyFigure>()).Name);
    }

    [Fact]
    public void The_recipe_study_compares_the_good_and_the_poor_teacher()
    {
        var good = Trials(lambda => 1 - (0.6 * lambda), teacherLoss: 0.4, teacherRate: 0.005);
        var poor = Trials(lambda => 1 - lambda + (0.9 * lambda * lambda), teacherLoss: 0.8, teacherRate: 0.05);
        Assert.All(Conclude(new RecipeStudy(), [.. poor, .. good]).Checks, check => Assert.True(check.Holds, check.Claim));
    }

    [Fact]
    public void Without_results_nothing_is_claimed()
    {
        foreach (IStudy study in new IStudy[] { new QuickStudy(), new LinearStudy(), new RecipeStudy(), new CompressionStudy(), new NetworkStudy() })
            Assert.DoesNotContain(Conclude(study, []).Checks, check => check.Holds is not null);
    }

    private StudyReport Conclude(IStudy study, IReadOnlyList<StudyTrial> trials)
    {
        var report = new StudyReport(Path.Combine(_folder, Guid.NewGuid().ToString("n")));
        study.Conclude(new StudyResults("made up", trials), report);
        return report;
    }

    private static List<StudyTrial> Trials(Func<double, double> plateau, double? cosine = null, string init = "shared", string compression = "none", int levels = 1, double teacherLoss = 0.4, double? teacherRate = null) =>
        [.. Enumerable.Range(0, 3).Select(seed =>
        {
            double[] lambdas = [0, 0.4, 0.7, 0.8, 0.9, 1];
            var metrics = new Dictionary<string, double>
            {
                ["teacher/excess"] = 0, ["teacher/train_loss"] = teacherLoss, ["teacher/test_accuracy"] = 80,
                ["moments/covariance_x"] = 1, ["moments/covariance_teacher"] = 1, ["moments/covariance"] = 1, ["moments/mean_x"] = 0, ["moments/mean_teacher"] = 0, ["moments/mean"] = 0,
                ["estimate/strong"] = 1, ["estimate/pl"] = 1, ["estimate/unbiased"] = 1, ["estimate/quadratic"] = 1,
            };
            foreach (var lambda in lambdas)
            {
                var label = FormattableString.Invariant($"/lambda-{lambda}");
                var value = plateau(lambda) * (1 + (0.02 * seed));
                foreach (var name in new[] { "train/plateau", "train/excess", "train/loss", "train/objective", "test/accuracy", "gradient/variance" })
                    metrics[name + label] = value;
                metrics["lambda" + label] = lambda;
                if (cosine is not { } mean)
                    continue;
                (metrics["cosine/mean" + label], metrics["cosine/min" + label]) = (mean, mean - 0.1);
            }

            var parameters = new Dictionary<string, JsonNode?>
            {
                ["lambda"] = new JsonArray([.. lambdas.Select(lambda => (JsonNode)lambda)]), ["replicates"] = 1, ["iteration"] = "kd", ["distillation"] = cosine is null ? "gradient" : "loss",
                ["unbiased"] = false, ["weightDecay"] = 1e-3, ["learningRate"] = 0.05, ["evaluationsPerEpoch"] = 2, ["snapshotEvery"] = 2, ["compression"] = compression,
                ["levels"] = levels, ["keep"] = null, ["sparsity"] = 0.5, ["network"] = null, ["depth"] = 2, ["activation"] = "relu", ["teacherInit"] = init,
                ["teacher.kind"] = teacherRate is null ? "lbfgs" : "sgd", ["teacher.learningRate"] = teacherRate, ["teacher.epochs"] = 20, ["teacher.finalLearningRate"] = null, ["teacher.masked"] = false,
            };
            return new StudyTrial($"trial-{seed}", "partial-variance-reduction", seed, parameters, metrics)
            {
                Curves = metric => metrics.TryGetValue(metric.Replace("cosine/max", "cosine/mean", StringComparison.Ordinal), out var value) ? [new StudyPoint(1, 2 * value), new StudyPoint(2, value)] : [],
            };
        })];
}
