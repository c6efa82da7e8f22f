using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Studies;
using static KdHost.Plugins.PartialVarianceReduction.Studies.StudyCell;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>What must be seen in the linear study, as tables and as claims.</summary>
internal static class LinearLaws
{
    /// <summary>Teachers, their correlation with the optimum, and the estimates of λ beside the best one that was observed.</summary>
    public static void Estimates(StudyReport report, List<TeacherFamily> families)
    {
        var known = families.Where(family => family.Has("estimate/quadratic") && !family.Form.Contains("loss", StringComparison.Ordinal)).ToList();
        report.Table(
            "Teachers and estimates of λ",
            ["teacher and form", "f(θ) − f*", "‖∇f(θ)‖²", "ρ² centred", "strong", "pl", "unbiased", "quadratic", "quadratic, calibrated", "best observed"],
            known.Select(family => (IReadOnlyList<string>)[
                $"{family.Teacher}, {family.Form}",
                Number(family.Trial("teacher/excess")),
                Number(family.Trial("moments/mean_teacher")),
                Number(Math.Pow(family.Moments.CentredCorrelation, 2)),
                .. Enum.GetValues<LambdaEstimator>().Select(estimator => Number(family.Trial($"estimate/{estimator.ToString().ToLowerInvariant()}"))),
                family.Sgd is null ? "" : Number(Calibrated(family)),
                LambdaText(family.Given.MinBy(pair => pair.Value.Mean).Key)]));
        var estimated = known.SelectMany(family => family.Estimated.Select(pair => (IReadOnlyList<string>)[$"{family.Teacher}, {family.Form}", pair.Key, Number(pair.Value.Lambda), pair.Value.Thousandths])).ToList();
        if (estimated.Count > 0)
            report.Table("Runs with an estimated λ: plateau, thousandths", ["teacher and form", "estimator", "λ", "plateau"], estimated);
    }

    /// <summary>Measured plateaus over those that Eq. (E19) predicts, and paired log ratios to SGD.</summary>
    public static void Predictions(StudyReport report, List<TeacherFamily> families)
    {
        var known = Predictable(families);
        if (known.Count == 0)
            return;
        var lambdas = known[0].Given.Keys.Where(lambda => lambda > 0).Order().ToList();
        string[] columns = ["teacher and form", .. lambdas.Select(lambda => $"λ={LambdaText(lambda)}")];
        string Cell(TeacherFamily family, double lambda, Func<StudyCell, string> text) => family.Given.TryGetValue(lambda, out var cell) ? text(cell) : "";
        report.Table(
            "Measured over predicted plateau, Eq. (E19)",
            columns,
            known.Select(family => (IReadOnlyList<string>)[$"{family.Teacher}, {family.Form}", .. lambdas.Select(lambda => Cell(family, lambda, cell => family.Predicted(lambda) > 1e-4 ? Number(cell.Mean / family.Predicted(lambda)) : ""))]));
        report.Table(
            "Log plateau against SGD's on the same sample order: mean (± standard deviation)",
            columns,
            known.Select(family => (IReadOnlyList<string>)[$"{family.Teacher}, {family.Form}", .. lambdas.Select(lambda => Cell(family, lambda, cell => Text([.. cell.RatiosTo(family.Sgd!).Select(ratio => Math.Log(ratio))])))]));
    }

    /// <summary>The claims.</summary>
    public static void Check(StudyReport report, List<TeacherFamily> families, Dictionary<string, StudyCell> baselines)
    {
        var known = Predictable(families);
        if (known.FirstOrDefault(family => family.Trial("teacher/excess") < 1e-4 && family.Form == "biased") is { } optimal)
            Order(report, optimal);
        foreach (var family in known.Where(family => family.Form == "biased" && family.Trial("teacher/excess") > 0.01 && family.Given.ContainsKey(1)))
            Bias(report, family);
        Mixture(report, "biased", "plateau(0) V_λ/V₀ + λ²(f(θ) − f*)", 1, known);
        Mixture(report, "unbiased", "plateau(0) V_λ/V₀", 0.9, known); // above, the start-up outlasts the noise
        foreach (var unbiased in known.Where(family => family.Form == "unbiased"))
        {
            if (known.Find(family => family.Form == "biased" && family.Teacher == unbiased.Teacher) is { } biased)
                Unbiased(report, biased, unbiased);
        }

        if (baselines.GetValueOrDefault("svrg each 1 epochs") is { } svrg && known.Find(family => family.Sgd is not null)?.Sgd is { } sgd)
            report.Check("SVRG with a snapshot each epoch ends below a hundredth of SGD's plateau", svrg[MetricNames.Excess] < sgd.Mean / 100, $"{Number(svrg[MetricNames.Excess])} against {Number(sgd.Mean)}");
        foreach (var loss in families.Where(family => family.Form == "biased, loss form"))
        {
            if (families.Find(family => family.Form == "biased" && family.Teacher == loss.Teacher) is { } gradient)
                Forms(report, loss, gradient);
        }
    }

    private static List<TeacherFamily> Predictable(List<TeacherFamily> families) =>
        [.. families.Where(family => family.Sgd is not null && family.Has("moments/covariance") && family.Has("teacher/excess") && family.Sgd.Runs[0].Trial.Number("weightDecay") > 0 && !family.Form.Contains("loss", StringComparison.Ordinal))];

    // κ of Eq. (E16) from SGD's own plateau instead of γ/4.
    private static double Calibrated(TeacherFamily family)
    {
        var moments = family.Moments;
        var scale = family.Sgd!.Mean / moments.CovarianceX;
        return scale * moments.Covariance / (Math.Max(0, family.Trial("teacher/excess")) + (scale * moments.CovarianceTeacher));
    }

    private static void Order(StudyReport report, TeacherFamily family)
    {
        var ordered = family.Given.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();
        var falls = ordered.Zip(ordered.Skip(1)).All(pair => pair.Second.RatiosTo(pair.First).All(ratio => ratio < 1));
        report.Check($"with the optimum as teacher the plateau falls with λ for every seed ({family.Teacher})", falls, string.Join(" > ", ordered.Select(cell => Number(1000 * cell.Mean))));
        foreach (var (lambda, cell) in family.Given.Where(pair => pair.Key is > 0 and <= 0.8).OrderBy(pair => pair.Key))
        {
            var (law, measured) = (Math.Pow(1 - lambda, 2), cell.RatiosTo(family.Sgd!).Average());
            var tolerance = lambda <= 0.61 ? 0.1 : 0.3;
            report.Check($"at λ = {LambdaText(lambda)} the plateau is (1 − λ)² = {Number(law)} of SGD's within {tolerance:0%}", Math.Abs((measured / law) - 1) <= tolerance, Text(cell.RatiosTo(family.Sgd!)));
        }
    }

    private static void Bias(StudyReport report, TeacherFamily family)
    {
        var best = family.Given.MinBy(pair => pair.Value.Mean);
        report.Check($"a biased teacher's best λ lies inside (0, 1), below half of SGD's plateau ({family.Teacher})", best.Key is > 0 and < 1 && best.Value.Mean < family.Sgd!.Mean / 2, $"{Number(1000 * best.Value.Mean)} at λ = {LambdaText(best.Key)} against {Number(1000 * family.Sgd!.Mean)}");
        var (gap, plateau) = (family.Trial("teacher/excess"), family.Given[1].Mean);
        report.Check($"at λ = 1 it sits at f(θ) − f* within 5% ({family.Teacher})", Math.Abs((plateau / gap) - 1) <= 0.05, $"{Number(1000 * plateau)} against {Number(1000 * gap)}");
    }

    private static void Mixture(StudyReport report, string form, string law, double greatest, List<TeacherFamily> families)
    {
        var ratios = families.Where(family => family.Form == form).SelectMany(family => family.Given.Where(pair => pair.Key > 0 && pair.Key <= greatest && family.Predicted(pair.Key) > 2e-3).Select(pair => pair.Value.Mean / family.Predicted(pair.Key))).ToList();
        if (ratios.Count > 0)
            report.Check($"{form}: the plateau is {law} within 20% up to λ = {LambdaText(greatest)}, wherever more than 0.002 is predicted", ratios.TrueForAll(ratio => Math.Abs(ratio - 1) <= 0.2), $"measured over predicted from {Number(ratios.Min())} to {Number(ratios.Max())} in {ratios.Count} cells");
    }

    private static void Unbiased(StudyReport report, TeacherFamily biased, TeacherFamily unbiased)
    {
        var pairs = unbiased.Given.Where(pair => pair.Key > 0 && biased.Given.ContainsKey(pair.Key)).OrderBy(pair => pair.Key).Select(pair => (pair.Key, Ratio: pair.Value.RatiosTo(biased.Given[pair.Key]).Average())).ToList();
        report.Check($"unbiased is not above biased, noise of 10% apart ({unbiased.Teacher})", pairs.TrueForAll(pair => pair.Ratio <= 1.1), "ratios " + string.Join(", ", pairs.Select(pair => Number(pair.Ratio))));
        if (biased.Trial("teacher/excess") > 0.01 && pairs.Find(pair => pair.Key == 0.9) is { Ratio: > 0 } at)
            report.Check($"at λ = 0.9 unbiased is at least four times lower ({unbiased.Teacher})", at.Ratio <= 0.25, $"{Number(1 / at.Ratio)} times");
    }

    private static void Forms(StudyReport report, TeacherFamily loss, TeacherFamily gradient)
    {
        var worst = loss.Given.Where(pair => gradient.Given.ContainsKey(pair.Key)).SelectMany(pair =>
        {
            var perEpoch = (int)pair.Value.Runs[0].Trial.Number("evaluationsPerEpoch");
            return pair.Value.Runs.SelectMany(run => gradient.Given[pair.Key].Runs.Where(other => other.Order == run.Order).SelectMany(other =>
                run.Curve(MetricNames.TrainObjective).Zip(other.Curve(MetricNames.TrainObjective)).Take(perEpoch).Select(points => Math.Abs((points.First.Value / points.Second.Value) - 1))));
        }).DefaultIfEmpty(double.NaN).Max();
        report.Check("loss form and gradient form give the same curve, relative 0.001 over an epoch", worst <= 1e-3, $"largest relative difference {worst:g2}");
    }
}
