using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.CautiousPseudoLabels.Studies;

/// <summary>Strategies on the prediction of links, the official protocol and an honest one side by side.</summary>
internal static class LinkSection
{
    /// <summary>Speaks of each data set, base model and protocol.</summary>
    public static void Conclude(StudyResults results, StudyReport report)
    {
        var groups = results.Trials.Where(trial => trial.Text("task") == "links" && trial.Text("strategy") != "oracle")
            .GroupBy(trial => (Dataset: trial.Text("dataset"), Model: trial.Text("link.model"), IsOfficial: trial.Text("link.model") == "seal" || trial.Flag("link.fixedNoise"), Ban: trial.Text("link.negativeBan")))
            .ToList();
        foreach (var group in groups)
        {
            var name = $"{group.Key.Dataset}, {group.Key.Model}, {(group.Key.IsOfficial ? "the official protocol" : "fresh noise")}{(group.Key.Ban == "all-edges" ? "" : ", training edges banned alone")}";
            var configurations = group.GroupBy(trial => trial.Text("strategy") + Views(trial)).ToDictionary(configuration => configuration.Key, configuration => configuration.ToList());
            Tell(name, configurations, report);
            var (raw, cautious) = (configurations.GetValueOrDefault("raw"), configurations.FirstOrDefault(item => item.Key.StartsWith("cautious", StringComparison.Ordinal)).Value);
            if (raw is not null && cautious is not null && group.Key is { IsOfficial: true, Model: "gae" })
                Check(name, raw, cautious, results.Missing, report);
        }

        if (groups.Count > 1)
        {
            report.Table("Links: what the official scripts would print, and an honest figure", ["protocol", "strategy", "n", "best round, chosen on test", "selected on validation", "raw"], groups.SelectMany(group =>
                group.Where(trial => trial.Text("strategy") != "raw").GroupBy(trial => trial.Text("strategy")).Select(strategy => (string[])
                [
                    group.Key.IsOfficial ? "official" : "fresh noise, training edges banned alone", strategy.Key, $"{strategy.Count()}", OverSeeds.MeanOf(strategy, "test/best"),
                    OverSeeds.MeanOf(strategy, "test/selected"), OverSeeds.MeanOf(strategy, "test/raw"),
                ])));
        }
    }

    private static string Views(StudyTrial trial)
    {
        if (trial.Text("strategy") is not ("cautious" or "multi-view"))
            return "";
        var views = trial.Parameters["views"]!.AsArray().Select(view => view!.ToString()).CountBy(view => view).Select(view => view.Value > 1 ? $"{view.Value} {view.Key}" : view.Key);
        return $", {string.Join(" + ", views)}";
    }

    private static void Tell(string name, Dictionary<string, List<StudyTrial>> configurations, StudyReport report)
    {
        var baseline = configurations.GetValueOrDefault("raw", []);
        report.Table($"Links: {name}. Area under the curve on test pairs; differences are paired by seed, with their 95 % interval", ["strategy", "n", "raw", "round 1", "selected", "selected − raw", "best (chosen on test)", "last", "average precision, selected", "pseudo links that are edges"], configurations.Select(item => (string[])
        [
            item.Key, $"{item.Value.Count}", OverSeeds.MeanOf(item.Value, "test/raw"), item.Key == "raw" ? "" : OverSeeds.MeanOf(item.Value.Select(trial => OverSeeds.At(trial, "test/auc", 1) ?? 0)), OverSeeds.MeanOf(item.Value, "test/selected"),
            item.Key == "raw" ? "baseline" : OverSeeds.Difference(OverSeeds.Paired(baseline, item.Value, trial => trial.Metrics["test/selected"])), OverSeeds.MeanOf(item.Value, "test/best"), OverSeeds.MeanOf(item.Value, "test/last"), OverSeeds.MeanOf(item.Value, "test/ap_selected"),
            item.Key == "raw" ? "" : OverSeeds.MeanOf(item.Value, "pseudo/accuracy"),
        ]));
        var learners = configurations.Where(item => item.Key != "raw").ToList();
        if (learners.Count == 0)
            return;
        var file = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        var seeds = learners.Max(item => item.Value.Count);
        new LinePlot
        {
            Title = $"Links, {name}",
            XLabel = "round",
            YLabel = "test AUC",
            Legend = LegendPlace.LowerRight,
            Lines = [.. learners.Select(item => OverSeeds.Line(item.Key, item.Value, "test/auc"))],
        }.Save(report.Figure($"auc-{file}", $"Area under the curve after each round; round 0 is the base model. Means over {seeds} seeds, bands of one standard deviation."));
        if (learners.FirstOrDefault(item => item.Key.StartsWith("cautious", StringComparison.Ordinal)).Value is not { } cautious)
            return;
        new LinePlot
        {
            Title = $"Loss of the positives, {name}",
            XLabel = "round",
            YLabel = "mean −log P",
            Legend = LegendPlace.UpperRight,
            Lines = [OverSeeds.Line("with k cautious pairs", cautious, "next_loss/selected"), OverSeeds.Line("with k random non-edges", cautious, "next_loss/random")],
        }.Save(report.Figure($"link-loss-{file}", $"Loss of the training links with k cautious pairs and with k random ones, under the teacher. Means over {cautious.Count} seeds, bands of one standard deviation."));
    }

    private static void Check(string name, List<StudyTrial> raw, List<StudyTrial> cautious, int missing, StudyReport report)
    {
        if (missing > 0)
        {
            report.Undecided($"links, {name}: the first round and the selected one lie above raw on average", $"{missing} trials have not finished");
            return;
        }

        var first = cautious.Select(trial => (OverSeeds.At(trial, "test/auc", 1) ?? 0) - trial.Metrics["test/raw"]).ToList();
        var selected = OverSeeds.Paired(raw, cautious, trial => trial.Metrics["test/selected"]);
        report.Check($"links, {name}: the area under the curve after round 1 lies above raw on average", first.Average() > 0, OverSeeds.Difference(first));
        report.Check($"links, {name}: that of the selected round lies above raw on average", selected.Average() > 0, OverSeeds.Difference(selected));
        var loss = cautious.SelectMany(trial => trial.Curve("next_loss/selected").Select(point => point.Value - (OverSeeds.At(trial, "next_loss/random", point.Step) ?? double.NaN))).Where(double.IsFinite).ToList();
        report.Check($"links, {name}: in every round the loss with cautious pairs lies below that with random ones", loss.Max() < 0, FormattableString.Invariant($"differences {loss.Min():0.000} to {loss.Max():0.000}, {loss.Count} rounds"));
    }
}
