using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.CautiousPseudoLabels.Studies;

/// <summary>The case study of noise: what a share of wrong labels does to the students.</summary>
internal static class NoiseSection
{
    /// <summary>Speaks of each data set.</summary>
    public static void Conclude(StudyResults results, StudyReport report)
    {
        foreach (var group in results.Trials.Where(trial => trial.Text("strategy") == "oracle").GroupBy(trial => (Task: trial.Text("task"), Dataset: trial.Text("dataset"))))
        {
            var metric = group.Key.Task == "nodes" ? "test/accuracy" : "test/auc";
            var shares = group.GroupBy(trial => trial.Number("wrongShare")).OrderBy(share => share.Key).ToList();
            var seeds = shares.Max(share => share.Count());
            report.Table(
                $"Noise in the pseudo labels: {group.Key.Task} of {group.Key.Dataset}. {metric} without the labelled ones", ["wrong share", "n", "raw", "after each round", "last"],
                shares.Select(share => (string[])
                [
                    FormattableString.Invariant($"{share.Key:0.0}"), $"{share.Count()}", OverSeeds.MeanOf(share, "test/raw"),
                    string.Join(" ", OverSeeds.Line("", share, metric).Y.Skip(1).Select(OverSeeds.Text)), OverSeeds.MeanOf(share, "test/last"),
                ]));
            new LinePlot
            {
                Title = $"Noise in the pseudo labels, {group.Key.Dataset}",
                XLabel = "pseudo labels",
                YLabel = metric,
                Legend = LegendPlace.UpperLeft,
                Lines = [.. shares.Select(share => OverSeeds.Line(FormattableString.Invariant($"{100 * share.Key:0} % wrong"), share, metric, position: step => step * share.First().Number("topK")))],
            }.Save(report.Figure($"noise-{group.Key.Dataset}-{group.Key.Task}", $"{metric} against the number of pseudo labels, a share of which is wrong. Means over {seeds} seeds, bands of one standard deviation."));
            if (group.Key.Task == "nodes")
                Check(group.Key.Dataset, shares, results.Missing, report);
        }
    }

    private static void Check(string dataset, List<IGrouping<double, StudyTrial>> shares, int missing, StudyReport report)
    {
        if (missing > 0 || shares.Count < 2)
        {
            report.Undecided($"noise on {dataset}: accuracy falls as the wrong share rises", missing > 0 ? $"{missing} trials have not finished" : "one share alone was run");
            return;
        }

        // The criterion names the shares 0, 0.2 and 0.4; shares between them are shown and not judged.
        var judged = shares.Where(share => share.Key is 0 or 0.2 or 0.4).ToList();
        var ordered = judged.Zip(judged.Skip(1), (low, high) => OverSeeds.Paired(high, low, trial => trial.Metrics["test/last"]).Min()).ToList();
        report.Check($"noise on {dataset}: on every seed the last accuracy falls in the order of the wrong shares {string.Join(", ", judged.Select(share => FormattableString.Invariant($"{share.Key}")))}", ordered.All(least => least > 0), $"smallest steps {string.Join(", ", ordered.Select(OverSeeds.Signed))}");
        List<double> Gains(double share) => [.. shares.Where(item => item.Key == share).SelectMany(item => item).Select(trial => trial.Metrics["test/last"] - trial.Metrics["test/raw"])];
        if (Gains(0) is { Count: > 0 } right)
            report.Check($"noise on {dataset}: without wrong labels the last round lies at least 0.10 above raw on every seed", right.Min() >= 0.1, $"{OverSeeds.Signed(right.Min())} at least");
        if (Gains(0.4) is { Count: > 0 } wrong)
            report.Check($"noise on {dataset}: with 40 % wrong labels the last round lies at most 0.03 above raw on every seed", wrong.Max() <= 0.03, $"{OverSeeds.Signed(wrong.Max())} at most");
    }
}
