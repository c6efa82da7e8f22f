using System.Text.Json.Nodes;
using KdHost.Plugins.CautiousPseudoLabels.Studies;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

public sealed class StudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-study-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_gain_on_all_seeds_holds_and_a_loss_does_not()
    {
        Assert.True(Conclude(Nodes(gain: 0.02)).First(check => check.Claim.Contains("gains at least", StringComparison.Ordinal)).Holds);
        Assert.False(Conclude(Nodes(gain: 0.004)).First(check => check.Claim.Contains("gains at least", StringComparison.Ordinal)).Holds);
        Assert.False(Conclude(Nodes(gain: 0.05, least: -0.1)).First(check => check.Claim.Contains("gains at least", StringComparison.Ordinal)).Holds);
    }

    [Fact]
    public void With_trials_missing_nothing_is_decided()
    {
        var report = new StudyReport(_folder);
        new CautiousPseudoLabelsStudy().Conclude(new StudyResults("x", [.. Nodes(gain: 0.02)], Missing: 1), report);
        Assert.Contains(report.Checks, check => check.Holds is null && check.Measured.Contains("1 trials", StringComparison.Ordinal));
    }

    [Fact]
    public void Noise_is_judged_by_its_order_and_by_the_base_model()
    {
        var good = Conclude(Noise(last: share => 0.85 - share)).ToList();
        Assert.Equal(3, good.Count);
        Assert.All(good, check => Assert.True(check.Holds, check.Claim));
        Assert.False(Conclude(Noise(last: share => 0.85 + share)).First().Holds);
    }

    [Fact]
    public void A_realised_error_above_its_bound_is_found()
    {
        Assert.True(Conclude(Nodes(gain: 0.02)).Single(check => check.Claim.Contains("below the bound", StringComparison.Ordinal)).Holds);
        Assert.False(Conclude(Nodes(gain: 0.02, error: 0.9)).Single(check => check.Claim.Contains("below the bound", StringComparison.Ordinal)).Holds);
    }

    [Fact]
    public void Links_are_told_by_protocol_and_judged_under_the_official_one()
    {
        var report = new StudyReport(_folder);
        StudyTrial[] trials = [.. new[] { true, false }.SelectMany(isFixed => Enumerable.Range(1, 3).SelectMany(seed => new[] { Link("raw", seed, isFixed, 0.65), Link("cautious", seed, isFixed, 0.66 + (seed / 1000.0)) }))];
        new CautiousPseudoLabelsStudy().Conclude(new StudyResults("x", trials), report);
        Assert.Equal(3, report.Checks.Count());
        Assert.All(report.Checks, check => Assert.True(check.Holds, check.Claim));
        Assert.Equal(3, report.Parts.OfType<StudyTable>().Count()); // one a protocol, and both side by side
        Assert.All(report.Parts.OfType<StudyFigure>(), figure => Assert.True(new FileInfo(figure.Path).Length > 1000));
    }

    private IEnumerable<StudyCheck> Conclude(IEnumerable<StudyTrial> trials)
    {
        var report = new StudyReport(_folder);
        new CautiousPseudoLabelsStudy().Conclude(new StudyResults("x", [.. trials]), report);
        return report.Checks;
    }

    private static IEnumerable<StudyTrial> Nodes(double gain, double? least = null, double error = 0.05) => Enumerable.Range(1, 5).SelectMany(seed => new[]
    {
        Make("raw", seed, new() { ["test/selected"] = 0.8 + (seed / 1000.0) }, []),
        Make("cautious", seed, new() { ["test/selected"] = 0.8 + (seed / 1000.0) + (seed < 3 ? least ?? gain : gain), ["pseudo/accuracy"] = 0.9, ["round/total"] = 100 }, new()
        {
            ["test/accuracy"] = [0.8, 0.82], ["pseudo/accuracy"] = [0.9], ["threshold/count"] = [20], ["threshold/bound"] = [0.5], ["threshold/error"] = [error], ["theory/bound"] = [0.4],
            ["theory/error"] = [error / 2], ["theory/error_disagreeing"] = [0.5], ["theory/error_agreeing"] = [0.2], ["theory/inconsistency"] = [0.05], ["cov/true"] = [-0.05], ["cov/random"] = [0.001],
        }),
    });

    private static IEnumerable<StudyTrial> Noise(Func<double, double> last) => new[] { 0, 0.2, 0.4 }.SelectMany(share => Enumerable.Range(1, 3).Select(seed =>
        Make("oracle", seed, new() { ["test/last"] = last(share) + (seed / 1000.0), ["test/raw"] = 0.6 }, new() { ["test/accuracy"] = [0.6, last(share)] }, share)));

    private static StudyTrial Link(string strategy, int seed, bool isFixed, double area) => Make(strategy, seed, new() { ["test/selected"] = area, ["test/raw"] = 0.65, ["test/best"] = area }, new()
    {
        ["test/auc"] = [0.65, area],
        ["next_loss/selected"] = [0.1],
        ["next_loss/random"] = [0.2],
    }, task: "links", isFixed: isFixed);

    private static StudyTrial Make(string strategy, int seed, Dictionary<string, double> metrics, Dictionary<string, double[]> curves, double wrongShare = 0, string task = "nodes", bool isFixed = true) =>
        new($"{strategy}-{seed}", "cautious-pseudo-labels", seed, new Dictionary<string, JsonNode?>
        {
            ["task"] = task,
            ["dataset"] = "cora",
            ["strategy"] = strategy,
            ["labelsPerClass"] = 0,
            ["model"] = "gcn",
            ["wrongShare"] = wrongShare,
            ["topK"] = 100,
            ["views"] = new JsonArray("feature", "edge", "noise"),
            ["link.model"] = "gae",
            ["link.fixedNoise"] = isFixed,
            ["link.negativeBan"] = "all-edges",
        }, metrics)
        {
            // Curves of two points begin at round 0, others at round 1; thresholds count hundredths.
            Curves = name => curves.TryGetValue(name, out var values) ? [.. values.Index().Select(point => new StudyPoint(name.StartsWith("threshold/", StringComparison.Ordinal) ? 70 : point.Index + (values.Length == 1 ? 1 : 0), point.Item))] : [],
        };
}
