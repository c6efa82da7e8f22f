using System.Text.Json.Nodes;
using KdHost.Plugins.Slam;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Tests.Slam;

public sealed class StudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-slam-studies-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.0, false)]
    public void The_recommended_cell_is_judged_by_the_declared_criterion(double gain, bool holds)
    {
        var trials = new List<StudyTrial>();
        for (var seed = 200; seed < 220; seed++)
        {
            foreach (var labels in new[] { "hard", "soft" })
            {
                trials.Add(Distilled("vanilla", labels, seed, 80 + (seed % 3)));
                trials.Add(Distilled("slam", labels, seed, 80 + (seed % 3) + gain + (0.3 * ((seed % 5) - 2))));
            }
        }

        var report = Conclude(new RecommendedStudy(), trials);
        var verdicts = report.Checks.Take(2).ToList();
        Assert.All(verdicts, verdict => Assert.Equal(holds, verdict.Holds));
        Assert.Contains("n = 20", verdicts[0].Measured, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "differences.png")));
    }

    [Fact]
    public void The_recommended_cell_is_not_judged_before_its_end() =>
        Assert.Null(Assert.Single(Conclude(new RecommendedStudy(), [Distilled("vanilla", "hard", 200, 80)], missing: 159).Checks).Holds);

    [Fact]
    public void Known_noise_must_be_overcome_on_every_seed()
    {
        List<StudyTrial> trials = [Distilled("vanilla", "hard", 0, 70), Distilled("vanilla", "hard", 1, 70), Distilled("slam", "hard", 0, 78), Distilled("slam", "hard", 1, 69)];
        Assert.False(Assert.Single(Conclude(new ControlledStudy(), trials).Checks).Holds);
        trials[3] = Distilled("slam", "hard", 1, 71);
        Assert.True(Assert.Single(Conclude(new ControlledStudy(), trials).Checks).Holds);
    }

    [Fact]
    public void Curves_of_halfspaces_are_judged_where_the_paper_looks()
    {
        List<StudyTrial> trials = [Halfspace("logistic", 0.01, 0.4), Halfspace("slam", 0, 0), Halfspace("slam-reweighted", 0, 0.3)];
        Assert.Equal([true, false, true], Conclude(new AdversarialStudy(), trials).Checks.Select(check => check.Holds));
        Assert.Equal([false, false], Conclude(new StallStudy(), trials).Checks.Select(check => check.Holds));
    }

    [Fact]
    public void Scaling_is_judged_by_its_slope_and_its_spread()
    {
        static StudyTrial Needs(int dimension, double noise, double samples) => new($"{dimension}{noise}", "slam-halfspaces", 0, Options(("rule", "slam-reweighted"), ("noise", $"{noise}"), ("dimension", $"{dimension}"), ("runs", "20")),
            new Dictionary<string, double> { ["samples/to_target"] = samples, ["samples/to_target_scaled"] = samples * Math.Pow(1 - (2 * noise), 2) / dimension });
        Assert.Equal([true, true], Conclude(new ScalingStudy(), [Needs(25, 0.1, 100), Needs(100, 0.1, 400)]).Checks.Take(2).Select(check => check.Holds));
        Assert.Equal([false, false], Conclude(new ScalingStudy(), [Needs(25, 0.1, 100), Needs(100, 0.1, 1600)]).Checks.Take(2).Select(check => check.Holds));
    }

    private StudyReport Conclude(IStudy study, List<StudyTrial> trials, int missing = 0)
    {
        var report = new StudyReport(_folder);
        study.Conclude(new StudyResults("test", trials, missing), report);
        return report;
    }

    private static StudyTrial Distilled(string distillation, string labels, long seed, double accuracy) => new(
        $"{distillation}{labels}{seed}", "slam", seed,
        Options(("distillation", distillation), ("labels", labels), ("alphaEstimator", "isotonic"), ("alphaLowerBound", "0.5"), ("kMode", "fixed"), ("mixNormalization", "none"), ("validationSize", "500")),
        new Dictionary<string, double> { ["test/accuracy_best"] = accuracy, ["test/accuracy"] = accuracy, ["alpha/reliability_error"] = 0.04 });

    private static StudyTrial Halfspace(string rule, double early, double late) => new(
        rule, "slam-halfspaces", 0, Options(("rule", rule), ("noise", "0.2"), ("runs", "50")), new Dictionary<string, double>())
    {
        Curves = _ => [new(100, early), new(300, early), new(1000, late), new(3000, late)],
    };

    private static Dictionary<string, JsonNode?> Options(params (string Path, string Value)[] options) => options.ToDictionary(option => option.Path, option => (JsonNode?)JsonValue.Create(option.Value));
}
