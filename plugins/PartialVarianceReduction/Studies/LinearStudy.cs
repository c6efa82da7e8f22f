using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>
/// The exact linear study: plateaus against λ and teacher, measured against the laws of Eq. (E19), gradient variance, estimates of λ, and variance reduction in
/// full as the baseline.
/// </summary>
[Study("partial-variance-linear", Title = "Plateau, λ and teacher in the linear study")]
public sealed class LinearStudy : IStudy
{
    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var runs = StudyRun.Of(results);
        var distilled = runs.Where(run => run.Trial.IsDistillation()).ToList();
        if (distilled.Count == 0)
        {
            report.Say("No distilled run has finished.");
            return;
        }

        var families = Families(distilled);
        var baselines = StudyCell.Group(runs.Where(run => !run.Trial.IsDistillation()), run => run.Trial.Baseline());
        PlateauTables.Add(report, "Plateaus, thousandths: mean (± standard deviation over seeds)", "teacher and form", distilled, run => $"{run.Trial.Teacher()}, {run.Trial.Form()}");
        Baselines(report, baselines, families);
        LinearLaws.Estimates(report, families);
        LinearLaws.Predictions(report, families);
        Curves(report, families, baselines);
        AgainstLambda(report, families);
        Variance(report, families);
        LinearLaws.Check(report, families, baselines);
    }

    /// <summary>Runs of one teacher and form, by given λ; in the order declared.</summary>
    internal static List<TeacherFamily> Families(IReadOnlyList<StudyRun> distilled) => [.. distilled
        .GroupBy(run => (Teacher: run.Trial.Teacher(), Form: run.Trial.Form()))
        .Select(group => new TeacherFamily(
            group.Key.Teacher,
            group.Key.Form,
            StudyCell.Group(group.Where(run => run.Choice.Value is not null), run => run.Choice.Value!.Value),
            StudyCell.Group(group.Where(run => run.Choice.Estimator is not null), run => run.Choice.ToString())))];

    private static void Baselines(StudyReport report, Dictionary<string, StudyCell> baselines, List<TeacherFamily> families)
    {
        var rows = baselines.Select(pair => (pair.Key, pair.Value)).ToList();
        if (families.FirstOrDefault(family => family.Sgd is not null)?.Sgd is { } sgd)
            rows.Insert(0, ("sgd (λ = 0)", sgd));
        report.Table(
            "Baselines: plateau and last value, thousandths, test accuracy of the last iterate",
            ["iteration", "plateau", "last", "test accuracy (%)"],
            rows.Select(row => (IReadOnlyList<string>)[
                row.Item1,
                row.Item2.Thousandths,
                StudyCell.Text([.. row.Item2.Runs.Select(run => 1000 * run[Metric(run)])]),
                StudyCell.Text([.. row.Item2.Runs.Select(run => run[MetricNames.TestAccuracy])])]));
    }

    private static string Metric(StudyRun run) => run.Trial.Metrics.ContainsKey(MetricNames.Of(MetricNames.Excess, run.Label)) ? MetricNames.Excess : MetricNames.TrainLoss;

    // Figure 1
    private static void Curves(StudyReport report, List<TeacherFamily> families, Dictionary<string, StudyCell> baselines)
    {
        var best = families[0];
        var metric = Metric(best.Given.Values.First().Runs[0]);
        var lines = best.Given.OrderBy(pair => pair.Key).Select((pair, i) => StudyFigures.Curve(pair.Key == 0 ? "SGD (λ = 0)" : $"λ = {StudyCell.LambdaText(pair.Key)}", pair.Value, metric) with { IsDashed = pair.Key == 0, Colour = i }).ToList();
        lines.AddRange(baselines.Where(pair => pair.Key.StartsWith("svrg", StringComparison.Ordinal)).OrderBy(pair => pair.Key == "svrg each 1 epochs" ? 0 : 1).Take(1).Select(pair => StudyFigures.Curve(pair.Key, pair.Value, metric) with { IsDashed = true, Colour = 9 }));
        new BandPlot
        {
            Title = $"Training objective above its minimum, teacher {best.Teacher}",
            XLabel = "epoch",
            YLabel = metric == MetricNames.Excess ? "f(x) − f*" : "training loss",
            LogY = metric == MetricNames.Excess,
            Lines = lines,
        }.Save(report.Figure("curves", $"Training curves by λ with SGD and SVRG dashed; bands span the seeds, {PlateauTables.Seeds(best.Given.Values)}."));
    }

    // Figure 2
    private static void AgainstLambda(StudyReport report, List<TeacherFamily> families)
    {
        var teachers = families.Select(family => family.Teacher).Distinct().ToList();
        var shown = families.Where(family => !family.Form.Contains("loss", StringComparison.Ordinal) || families.TrueForAll(other => other.Form.Contains("loss", StringComparison.Ordinal))).ToList();
        var lines = shown.Select(family => StudyFigures.Plateaus($"{family.Teacher}, {family.Form}", family.Given.Values) with { IsDashed = family.Form.StartsWith("unbiased", StringComparison.Ordinal), Colour = teachers.IndexOf(family.Teacher) }).ToList();
        var marked = shown.LastOrDefault(family => family.Has("estimate/quadratic"));
        new BandPlot
        {
            Title = "Plateau against λ",
            XLabel = "λ",
            YLabel = "plateau",
            LogY = true,
            Lines = lines,
            Marks = marked is null ? [] : [.. Enum.GetValues<LambdaEstimator>().Select((estimator, i) => new BandMark($"λ {estimator.ToString().ToLowerInvariant()}, {marked.Teacher}", marked.Trial($"estimate/{estimator.ToString().ToLowerInvariant()}"), 6 + i))],
        }.Save(report.Figure("plateau-lambda", $"Plateau against λ by teacher: biased solid, unbiased dashed; dotted, the four estimates for the last teacher; bands are ± one standard deviation, {PlateauTables.Seeds(shown.SelectMany(family => family.Given.Values))}."));
    }

    // Figure 3: the parabola from three moments, and the variance measured at each run's own last iterate.
    private static void Variance(StudyReport report, List<TeacherFamily> families)
    {
        var shown = families.Where(family => family.Form == "biased" && family.Has("moments/covariance")).ToList();
        if (shown.Count == 0)
            return;
        double[] grid = [.. Enumerable.Range(0, 51).Select(i => i * 0.024)];
        var lines = new List<BandLine>();
        var marks = new List<BandMark>();
        foreach (var (colour, family) in shown.Index())
        {
            lines.Add(new BandLine($"{family.Teacher}, at x̂", grid, [.. grid.Select(family.Moments.Variance)]) { Colour = colour });
            var measured = family.Given.OrderBy(pair => pair.Key).ToList();
            var spread = measured.ConvertAll(pair => Sdk.Statistics.Summary.Of([.. pair.Value.Runs.Select(run => run[MetricNames.Variance])]));
            lines.Add(new BandLine($"{family.Teacher}, last iterate", [.. measured.Select(pair => pair.Key)], [.. spread.Select(one => one.Mean!.Value)])
            {
                Low = [.. spread.Select(one => one.Mean!.Value - (one.StandardDeviation ?? 0))],
                High = [.. spread.Select(one => one.Mean!.Value + (one.StandardDeviation ?? 0))],
                Colour = colour,
                IsDashed = true,
                HasMarkers = true,
            });
            marks.Add(new BandMark($"minimum, {family.Teacher}", family.Trial("estimate/unbiased"), colour));
        }

        new BandPlot { Title = "Variance of the minibatch gradient against λ", XLabel = "λ", YLabel = "tr Cov(∇f(x) − λ∇f(θ))", LogY = true, Lines = lines, Marks = marks }
            .Save(report.Figure("variance-lambda", $"Gradient variance against λ by teacher: solid in closed form at the optimum, dashed at the last iterates of the runs; minima dotted; {PlateauTables.Seeds(shown.SelectMany(family => family.Given.Values))}."));
    }
}

/// <summary>Runs of one teacher in one form.</summary>
/// <param name="Teacher">The teacher in words.</param>
/// <param name="Form">The form in words.</param>
/// <param name="Given">Cells by λ.</param>
/// <param name="Estimated">Cells by the estimator of λ.</param>
internal sealed record TeacherFamily(string Teacher, string Form, Dictionary<double, StudyCell> Given, Dictionary<string, StudyCell> Estimated)
{
    /// <summary>The cell of λ = 0, which is SGD; null when it is not there.</summary>
    public StudyCell? Sgd => Given.GetValueOrDefault(0);

    /// <summary>Moments of the gradients at the optimum.</summary>
    public GradientMoments Moments => new(
        Trial("moments/covariance_x"), Trial("moments/covariance_teacher"), Trial("moments/covariance"), Trial("moments/mean_x"), Trial("moments/mean_teacher"), Trial("moments/mean"));

    /// <summary>Whether the trials logged a metric.</summary>
    /// <param name="metric">The metric.</param>
    public bool Has(string metric) => Given.Count > 0 && Given.Values.First().Runs[0].Trial.Metrics.ContainsKey(metric);

    /// <summary>The mean of a metric of the trials.</summary>
    /// <param name="metric">The metric.</param>
    public double Trial(string metric) => Given.Values.First().Trial(metric);

    /// <summary>Eq. (E19): plateau(0)·V_λ/V_0, and λ²Δ_θ more where there is a bias.</summary>
    /// <param name="lambda">λ.</param>
    public double Predicted(double lambda)
    {
        var noise = Sgd!.Mean * Moments.Variance(lambda) / Moments.Variance(0);
        return Form.StartsWith("unbiased", StringComparison.Ordinal) ? noise : noise + (lambda * lambda * Math.Max(0, Trial("teacher/excess")));
    }
}
