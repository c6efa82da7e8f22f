using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.CautiousPseudoLabels.Studies;

/// <summary>The theory beside the practice, on nodes: bound and realised error, views and error, covariance of selection and loss.</summary>
internal static class BoundSection
{
    private const double ErrorRatio = 1.5;

    /// <summary>Speaks of each data set with its published split.</summary>
    public static void Conclude(StudyResults results, StudyReport report)
    {
        var groups = results.Trials.Where(trial => trial.Text("task") == "nodes" && StrategySection.Configuration(trial) == "cautious" && trial.Number("labelsPerClass") == 0 && trial.Text("model") == "gcn")
            .Where(trial => trial.Curve("threshold/count").Count > 0)
            .GroupBy(trial => trial.Text("dataset"));
        foreach (var group in groups)
        {
            List<StudyTrial> trials = [.. group.OrderBy(trial => trial.Seed)];
            Tell(group.Key, trials, report);
            Check(group.Key, trials, report);
        }
    }

    private static void Tell(string dataset, List<StudyTrial> trials, StudyReport report)
    {
        report.Table($"Theory: {dataset}, first round", ["seed", "A", "error where views disagree / agree", "θ: count, bound, realised error", "covariance cautious / random / with pseudo labels"], trials.Select(trial => (string[])
        [
            $"{trial.Seed}", First(trial, "theory/inconsistency"), $"{First(trial, "theory/error_disagreeing")} / {First(trial, "theory/error_agreeing")}",
            string.Join("; ", trial.Curve("threshold/count").Where(point => point.Step >= 70).Select(point =>
                FormattableString.Invariant($"{point.Step / 100.0:0.0}: {point.Value:0}, {OverSeeds.At(trial, "threshold/bound", point.Step):0.000}, {OverSeeds.At(trial, "threshold/error", point.Step):0.000}"))),
            FormattableString.Invariant($"{OverSeeds.At(trial, "cov/true", 1):0.0000} / {OverSeeds.At(trial, "cov/random", 1):0.0000} / {OverSeeds.At(trial, "cov/pseudo", 1):0.0000}"),
        ]));
        new LinePlot
        {
            Title = $"Bound on the error of pseudo labels, {dataset}",
            XLabel = "threshold θ",
            YLabel = "share of wrong pseudo labels",
            Legend = LegendPlace.UpperRight,
            Lines =
            [
                OverSeeds.Line("bound 2 (q + A), cut at 1", trials, "threshold/bound", bound => Math.Min(1, bound), step => step / 100.0),
                OverSeeds.Line("realised error", trials, "threshold/error", position: step => step / 100.0),
            ],
        }.Save(report.Figure($"bound-{dataset}", $"Bound and realised error of all candidates above a threshold, first round. Means over {trials.Count} seeds, bands of one standard deviation."));
        if (trials.All(trial => trial.Curve("theory/bound").Count < 2))
            return;
        new LinePlot
        {
            Title = $"Bound and realised error by round, {dataset}",
            XLabel = "round",
            YLabel = "share of wrong pseudo labels",
            Legend = LegendPlace.UpperLeft,
            Lines = [OverSeeds.Line("bound 2 (q + A), cut at 1", trials, "theory/bound", bound => Math.Min(1, bound)), OverSeeds.Line("realised error", trials, "theory/error")],
        }.Save(report.Figure($"bound-rounds-{dataset}", $"Bound and realised error of each round's selection. Means over {trials.Count} seeds, bands of one standard deviation."));
        new LinePlot
        {
            Title = $"Loss of the enlarged training set, {dataset}",
            XLabel = "round",
            YLabel = "mean cross-entropy with true labels",
            Legend = LegendPlace.LowerRight,
            Lines = [OverSeeds.Line("with k cautious labels", trials, "next_loss/selected"), OverSeeds.Line("with k random ones", trials, "next_loss/random")],
        }.Save(report.Figure($"next-loss-{dataset}", $"Eq. (12): the loss over the enlarged set under the teacher. Means over {trials.Count} seeds, bands of one standard deviation."));
    }

    private static void Check(string dataset, List<StudyTrial> trials, StudyReport report)
    {
        var slack = trials.SelectMany(trial => trial.Curve("threshold/bound").Where(point => point.Value < 1).Select(point => (Bound: point.Value, Error: OverSeeds.At(trial, "threshold/error", point.Step)))
            .Concat(trial.Curve("theory/bound").Where(point => point.Value < 1).Select(point => (Bound: point.Value, Error: OverSeeds.At(trial, "theory/error", point.Step)))))
            .Where(pair => pair.Error is not null).Select(pair => pair.Bound - pair.Error!.Value).ToList();
        if (slack.Count == 0)
            report.Undecided($"{dataset}: the realised error lies below the bound", "the bound was above 1 everywhere");
        else
            report.Check($"{dataset}: the realised error lies below the bound wherever the bound is below 1", slack.Min() >= 0, $"bound − error {OverSeeds.Signed(slack.Min())} at least, {slack.Count} cases");
        var ratios = trials.Select(trial => OverSeeds.At(trial, "theory/error_disagreeing", 1) / OverSeeds.At(trial, "theory/error_agreeing", 1) ?? 0).ToList();
        report.Check(FormattableString.Invariant($"{dataset}: where views disagree the error is at least {ErrorRatio} times that where they agree, on every seed"), ratios.Min() >= ErrorRatio, $"{OverSeeds.Text(ratios.Min())} to {OverSeeds.Text(ratios.Max())} times");
        var covariances = trials.Select(trial => (OverSeeds.At(trial, "cov/true", 1) - OverSeeds.At(trial, "cov/random", 1)) ?? 0).ToList();
        report.Check($"{dataset}: the covariance of selection and loss is lower for cautious than for random labels on every seed", covariances.Max() < 0, FormattableString.Invariant($"differences {covariances.Min():0.0000} to {covariances.Max():0.0000}"));
    }

    private static string First(StudyTrial trial, string metric) => OverSeeds.At(trial, metric, 1) is { } value ? OverSeeds.Text(value) : "";
}
