using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>How many examples a halfspace needs: T*, the first count with a mean error of at most ε, grows as 1/(β²γ²).</summary>
[Study("slam-scaling", Title = "Examples needed against 1/γ²")]
public sealed class ScalingStudy : IStudy
{
    private const string Needed = "samples/to_target", Scaled = "samples/to_target_scaled";
    private const double SlopeTolerance = 0.1, LargestRatio = 1.5, Zero = 0.001, LogisticFloor = 0.01;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var slam = results.Trials.Where(trial => trial.Text("rule") == "slam-reweighted" && trial.Metrics.ContainsKey(Needed)).ToList();
        var levels = slam.GroupBy(trial => trial.Number("noise")).OrderBy(level => level.Key).ToList();
        Print(report, results);
        Draw(report, levels);
        foreach (var level in levels)
        {
            var slope = Slope([.. level.Select(trial => Math.Log(trial.Number("dimension")))], [.. level.Select(trial => Math.Log(trial.Metrics[Needed]))]);
            report.Check(Words.Invariant($"η = {level.Key}: T* grows as 1/γ², log-log slope in [0.9, 1.1]"), Math.Abs(slope - 1) <= SlopeTolerance, Words.Invariant($"{slope:0.000}"));
        }

        var scaled = slam.Select(trial => trial.Metrics[Scaled]).DefaultIfEmpty(double.NaN).ToList();
        report.Check("T*·β²γ² is the same within a factor of 1.5 over all dimensions and rates of noise", scaled.Max() / scaled.Min() <= LargestRatio, Words.Invariant($"{scaled.Min():0.00} to {scaled.Max():0.00}"));
        Floors(report, results);
    }

    private static void Print(StudyReport report, StudyResults results) => report.Table(
        "Examples needed for a mean error of 0.05",
        ["rule", "η", "d = 1/γ²", "T*", "T*·β²γ²", "runs"],
        results.Trials.Where(trial => trial.Metrics.ContainsKey(Needed)).OrderBy(trial => trial.Text("rule"), StringComparer.Ordinal).ThenBy(trial => trial.Number("noise")).ThenBy(trial => trial.Number("dimension")).Select(trial => (IReadOnlyList<string>)
        [
            HalfspaceCurves.Name(trial.Text("rule")), trial.Text("noise"), trial.Text("dimension"), Words.Invariant($"{trial.Metrics[Needed]:#,0}"), Words.Invariant($"{trial.Metrics[Scaled]:0.00}"), trial.Text("runs"),
        ]));

    private static void Draw(StudyReport report, IReadOnlyList<IGrouping<double, StudyTrial>> levels)
    {
        if (levels.Count == 0)
            return;
        var runs = (int)levels[0].First().Number("runs");
        var lines = levels.Select(level =>
        {
            var trials = level.OrderBy(trial => trial.Number("dimension")).ToList();
            return new PlotLine(Words.Invariant($"η = {level.Key}"), [.. trials.Select(trial => trial.Number("dimension"))], [.. trials.Select(trial => trial.Metrics[Needed])]);
        }).ToList();
        double[] ends = [lines[0].X[0], lines[0].X[^1]];
        new LinePlot
        {
            Title = "Examples needed by re-weighted SLaM against 1/γ²",
            XLabel = "1/γ²",
            YLabel = "T*: examples until the mean error is 0.05",
            LogX = true,
            LogY = true,
            Lines = [.. lines, new PlotLine("slope 1", ends, [.. ends.Select(x => lines[0].Y[0] * x / ends[0])]) { Style = PlotLineStyle.Dashed }],
            Legend = LegendPlace.UpperLeft,
        }.Save(report.Figure("scaling", $"Examples needed against 1/γ²: straight lines of slope 1, moved up by 1/β². Each point is the first count at which the mean over {runs} runs is at most 0.05."));
    }

    private static void Floors(StudyReport report, StudyResults results)
    {
        double? End(string rule)
        {
            var ends = results.Trials.Where(trial => trial.Text("rule") == rule && Words.Invariant($"{trial.Number("noise")}") == "0.2").Select(Tail).ToList();
            return ends.Count == 0 ? null : ends.Average();
        }

        foreach (var rule in new[] { "slam", "slam-reweighted" })
        {
            if (End(rule) is { } error)
                report.Check($"{HalfspaceCurves.Name(rule)} goes to error 0 at η = 0.2", error <= Zero, Words.Invariant($"mean error over the last tenth of the steps {100 * error:0.00} %"));
        }

        if (End("logistic") is { } floor)
            report.Check("the logistic loss without a noise model stays on a floor at η = 0.2 with μ = 1: at least 1 %", floor >= LogisticFloor, Words.Invariant($"mean error over the last tenth of the steps {100 * floor:0.00} %"));
    }

    private static double Tail(StudyTrial trial)
    {
        var curve = trial.Curve(HalfspaceCurves.Last);
        return curve.TakeLast(Math.Max(1, curve.Count / 10)).Average(point => point.Value);
    }

    private static double Slope(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
