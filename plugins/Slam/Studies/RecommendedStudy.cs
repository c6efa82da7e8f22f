using KdHost.Sdk.Plotting;
using KdHost.Sdk.Statistics;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>
/// The verdict on the paper's first claim with a real teacher, as declared in the experiment file before its seeds ran: SLaM hard against vanilla hard (primary) and SLaM soft against vanilla soft, paired by seed at the
/// epoch chosen on V; reproduced if both means are above 0 with Holm-corrected one-sided p below 0.01.
/// </summary>
[Study("slam-recommended", Title = "SLaM against vanilla distillation with a real teacher")]
public sealed class RecommendedStudy : IStudy
{
    private const double Level = 0.01, LargestReliabilityError = 0.1;
    private const int LeastSeeds = 20;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var arms = Arm.Of(results.Trials);
        ArmTables.Print(report, "Test accuracy in percent", arms);
        ArmTables.PrintTeacher(report, "The teacher's labels", arms);
        var (hard, soft) = (Pair(arms, isHard: true), Pair(arms, isHard: false));
        if (hard is null || soft is null || results.Missing > 0)
        {
            report.Undecided("SLaM beats vanilla distillation", $"{results.Missing} trials have not finished");
            return;
        }

        Verdict(report, hard.Value, soft.Value);
        Beside(report, arms);
        Draw(report, hard.Value, soft.Value);
    }

    private static void Verdict(StudyReport report, (Arm Slam, Arm Vanilla) hard, (Arm Slam, Arm Vanilla) soft)
    {
        PairedComparison[] comparisons = [hard.Slam.Against(hard.Vanilla, Arm.Chosen), soft.Slam.Against(soft.Vanilla, Arm.Chosen)];
        var corrected = Holm.Adjust([.. comparisons.Select(OneSided)]);
        foreach (var (name, comparison, p) in new[] { ("primary: SLaM hard − vanilla hard", comparisons[0], corrected[0]), ("secondary: SLaM soft − vanilla soft", comparisons[1], corrected[1]) })
        {
            report.Check(
                $"{name} is above 0 at the epoch chosen on V with one-sided p (Holm) < 0.01",
                comparison.Difference.Mean > 0 && p < Level && comparison.Difference.Count >= LeastSeeds,
                $"{Words.Difference(comparison)}, p (Holm) {Words.P(p)}, n = {comparison.Difference.Count}");
        }

        var errors = hard.Slam.Values("alpha/reliability_error");
        report.Check("α is well estimated: mean |α − accuracy| over the bins of U above lb is at most 0.10", errors.Average() <= LargestReliabilityError, Words.Spread(errors));
    }

    // Not part of the verdict: printed whatever its place.
    private static void Beside(StudyReport report, IReadOnlyList<Arm> arms)
    {
        var rows = new List<IReadOnlyList<string>>();
        void Compare(string what, Arm? one, Arm? other)
        {
            if (one is not null && other is not null)
                rows.Add([what, Words.Difference(one.Against(other, Arm.Chosen)), Words.Difference(one.Against(other, Arm.Last))]);
        }

        foreach (var isHard in new[] { true, false })
        {
            Arm? Get(string distillation) => arms.FirstOrDefault(arm => arm.Distillation == distillation && arm.IsHard == isHard && !arm.IsOracle);
            var kind = isHard ? "hard" : "soft";
            Compare($"SLaM − Taylor cross-entropy, {kind}", Get("slam"), Get("taylor"));
            Compare($"vanilla {kind} − supervised", Get("vanilla"), arms.FirstOrDefault(arm => arm.Distillation == "supervised"));
        }

        report.Table("Beside the verdict: paired differences [95 % interval]", ["comparison", "epoch chosen on V", "last epoch"], rows);
    }

    private static void Draw(StudyReport report, (Arm Slam, Arm Vanilla) hard, (Arm Slam, Arm Vanilla) soft)
    {
        var path = report.Figure("differences", $"SLaM minus vanilla distillation, seed by seed, at the epoch chosen on V ({hard.Slam.Trials.Count} seeds)");
        var (byHard, bySoft) = (Differences(hard), Differences(soft));
        double[] order = [.. Enumerable.Range(1, byHard.Count).Select(index => (double)index)];
        double[] ends = [0.5, byHard.Count + 0.5];
        new LinePlot
        {
            Title = "SLaM − vanilla distillation, each kind of labels sorted by difference",
            XLabel = "seed, from the smallest difference to the largest",
            YLabel = "difference in test accuracy (points)",
            Lines =
            [
                new PlotLine(Words.Invariant($"hard labels, mean {byHard.Average():+0.00;-0.00}"), order, byHard),
                new PlotLine(Words.Invariant($"soft labels, mean {bySoft.Average():+0.00;-0.00}"), order, bySoft),
                new PlotLine("no difference", ends, [0, 0]) { Style = PlotLineStyle.Dashed },
            ],
            Legend = LegendPlace.UpperLeft,
        }.Save(path);
    }

    private static List<double> Differences((Arm Slam, Arm Vanilla) pair) =>
        [.. pair.Slam.Trials.Zip(pair.Vanilla.Trials, (slam, vanilla) => slam.Metrics[Arm.Chosen] - vanilla.Metrics[Arm.Chosen]).Order()];

    private static (Arm Slam, Arm Vanilla)? Pair(IReadOnlyList<Arm> arms, bool isHard)
    {
        var slam = arms.FirstOrDefault(arm => arm.Distillation == "slam" && arm.IsHard == isHard && !arm.IsOracle);
        var vanilla = arms.FirstOrDefault(arm => arm.Distillation == "vanilla" && arm.IsHard == isHard);
        return slam is null || vanilla is null ? null : (slam, vanilla);
    }

    private static double OneSided(PairedComparison comparison)
    {
        if (comparison.PValue is not { } p)
            return 1;
        return comparison.Difference.Mean > 0 ? p / 2 : 1 - (p / 2);
    }
}
