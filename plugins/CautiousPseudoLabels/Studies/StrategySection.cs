using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.CautiousPseudoLabels.Studies;

/// <summary>Strategies on the classification of nodes: gains over the base model, and accuracy of the pseudo labels.</summary>
internal static class StrategySection
{
    private const double SharePositive = 0.8;
    private const int MostBands = 4;

    /// <summary>Speaks of each data set and base model.</summary>
    public static void Conclude(StudyResults results, StudyReport report)
    {
        var groups = results.Trials.Where(trial => trial.Text("task") == "nodes" && trial.Text("strategy") != "oracle")
            .GroupBy(trial => (Dataset: trial.Text("dataset"), Labels: (int)trial.Number("labelsPerClass"), Model: trial.Text("model")));
        foreach (var group in groups)
        {
            var name = group.Key.Dataset + (group.Key.Labels > 0 ? $" with {group.Key.Labels} labels a class" : "") + (group.Key.Model == "gcn" ? "" : $", {group.Key.Model}");
            var configurations = group.GroupBy(Configuration).ToDictionary(configuration => configuration.Key, configuration => configuration.ToList());
            Tell(name, configurations, report);
            if (configurations.TryGetValue("raw", out var raw) && configurations.TryGetValue("cautious", out var cautious) && group.Key.Model == "gcn")
                Check(name, group.Key.Dataset, group.Key.Labels, raw, cautious, configurations.GetValueOrDefault("random"), results.Missing, report);
        }
    }

    /// <summary>The strategy, and its views where they are not the usual three.</summary>
    public static string Configuration(StudyTrial trial)
    {
        var strategy = trial.Text("strategy");
        if (strategy is not ("cautious" or "multi-view" or "random"))
            return strategy;
        var views = trial.Parameters["views"]!.AsArray().Select(view => view!.ToString()).ToList();
        return views is ["feature", "edge", "noise"] ? strategy : $"{strategy}, {(views.Count == 0 ? "no view" : string.Join(" + ", views.CountBy(view => view).Select(view => view.Value > 1 ? $"{view.Value} {view.Key}" : view.Key)))}";
    }

    private static void Tell(string name, Dictionary<string, List<StudyTrial>> configurations, StudyReport report)
    {
        var baseline = configurations.GetValueOrDefault("raw", []);
        report.Table($"Nodes: {name}. Test accuracy; differences are paired by seed, with their 95 % interval", ["strategy", "n", "selected", "selected − raw", "last", "best (chosen on test)", "pseudo labels", "their accuracy"], configurations.Select(item => (string[])
        [
            item.Key, $"{item.Value.Count}", OverSeeds.MeanOf(item.Value, "test/selected"),
            item.Key == "raw" ? "baseline" : OverSeeds.Difference(OverSeeds.Paired(baseline, item.Value, trial => trial.Metrics["test/selected"])),
            OverSeeds.MeanOf(item.Value, "test/last"), OverSeeds.MeanOf(item.Value, "test/best"),
            item.Key == "raw" ? "" : $"{item.Value.Average(trial => trial.Metrics.GetValueOrDefault("round/total")):0}", OverSeeds.MeanOf(item.Value, "pseudo/accuracy"),
        ]));
        var learners = configurations.Where(item => item.Key != "raw").ToList();
        if (learners.Count == 0)
            return;
        var file = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        var seeds = configurations.Values.Max(trials => trials.Count);
        var bands = learners.Count <= MostBands ? ", bands of one standard deviation" : "";
        new LinePlot
        {
            Title = $"Test accuracy, {name}",
            XLabel = "round",
            YLabel = "test accuracy",
            Legend = LegendPlace.LowerRight,
            Lines = [.. learners.Select(item => Line(item, "test/accuracy"))],
        }.Save(report.Figure($"accuracy-{file}", $"Test accuracy after each round; round 0 is the base model. Means over {seeds} seeds{bands}."));
        new LinePlot
        {
            Title = $"Accuracy of the pseudo labels so far, {name}",
            XLabel = "round",
            YLabel = "accuracy of the pseudo labels",
            Legend = LegendPlace.LowerLeft,
            Lines = [.. learners.Select(item => Line(item, "pseudo/accuracy"))],
        }.Save(report.Figure($"pseudo-{file}", $"Share of right ones among all pseudo labels so far. Means over {seeds} seeds{bands}."));

        // Many bands on top of each other hide the lines.
        PlotLine Line(KeyValuePair<string, List<StudyTrial>> item, string metric)
        {
            var line = OverSeeds.Line(item.Key, item.Value, metric);
            return bands.Length > 0 ? line : line with { Spread = null };
        }
    }

    private static void Check(string name, string dataset, int labels, List<StudyTrial> raw, List<StudyTrial> cautious, List<StudyTrial>? random, int missing, StudyReport report)
    {
        if (missing > 0)
        {
            report.Undecided($"{name}: the criteria of reproduction", $"{missing} trials have not finished");
            return;
        }

        var gains = OverSeeds.Paired(raw, cautious, trial => trial.Metrics["test/selected"]);
        var (least, needed) = (labels > 0 ? 0.02 : 0.01, (int)Math.Ceiling(SharePositive * gains.Count));
        report.Check(
            FormattableString.Invariant($"{name}: the selected round of cautious gains at least {least:0.00} over raw on average, and something on {needed} of {gains.Count} seeds"),
            gains.Average() >= least && gains.Count(gain => gain > 0) >= needed, $"{OverSeeds.Difference(gains)}, {gains.Count(gain => gain > 0)} of {gains.Count}");
        if (labels == 0 && Range(dataset) is var (low, high))
        {
            var accuracies = raw.Select(trial => trial.Metrics["test/selected"]).ToList();
            report.Check(FormattableString.Invariant($"{name}: raw lies within {low} to {high} on every seed"), accuracies.All(accuracy => accuracy >= low && accuracy <= high), $"{OverSeeds.Text(accuracies.Min())} to {OverSeeds.Text(accuracies.Max())}");
        }

        if (labels > 0)
        {
            var first = cautious.Select(trial => OverSeeds.At(trial, "pseudo/accuracy_round", 1) ?? 0).ToList();
            report.Check($"{name}: of the first pseudo labels 90 % are right on average", first.Average() >= 0.9, OverSeeds.MeanOf(first));
        }
        else if (random is not null)
        {
            var differences = OverSeeds.Paired(random, cautious, trial => trial.Metrics["pseudo/accuracy"]);
            report.Check($"{name}: at equal count cautious pseudo labels are right more often than random ones by 0.05 on every seed", differences.Min() >= 0.05, OverSeeds.Difference(differences));
        }
    }

    private static (double Low, double High)? Range(string dataset) => dataset switch
    {
        "cora" => (0.79, 0.83),
        "citeseer" => (0.66, 0.72),
        _ => null,
    };
}
