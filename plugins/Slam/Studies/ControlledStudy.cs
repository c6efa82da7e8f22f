using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>The mixing alone, with labels whose noise is known: both normalisations must beat vanilla distillation on every seed.</summary>
[Study("slam-controlled", Title = "Mixing under known noise")]
public sealed class ControlledStudy : IStudy
{
    private const double LeastGain = 2;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report) => Conclude(report, results.Trials);

    /// <summary>Table, figure and claims.</summary>
    internal static void Conclude(StudyReport report, IReadOnlyList<StudyTrial> trials)
    {
        var arms = Arm.Of(trials);
        ArmTables.Print(report, "Known noise: test accuracy in percent", arms);
        if (arms.FirstOrDefault(arm => arm.Distillation == "vanilla") is not { } vanilla)
            return;
        foreach (var arm in arms.Where(arm => arm.Distillation == "slam"))
        {
            var gains = Gains(arm, vanilla);
            report.Check(
                $"{arm.Name} beats vanilla distillation on every seed, by 2 points or more in the mean of the last epoch",
                gains.Count > 0 && gains.All(gain => gain > 0) && gains.Average() >= LeastGain,
                Words.Invariant($"{gains.DefaultIfEmpty(0).Average():+0.00;-0.00}, smallest {gains.DefaultIfEmpty(0).Min():+0.00;-0.00} of {gains.Count} seeds"));
        }

        Draw(report, arms);
    }

    private static void Draw(StudyReport report, IReadOnlyList<Arm> arms)
    {
        var path = report.Figure("known-noise", $"Validation accuracy under labels that are right with probability 0.95 or 0.35, known to SLaM. Mean over {arms[0].Trials.Count} seeds.");
        new LinePlot
        {
            Title = "Learning from noisy labels with known noise",
            XLabel = "epoch",
            YLabel = "validation accuracy (%)",
            Legend = LegendPlace.LowerRight,
            Lines = [.. arms.Select(Mean)],
        }.Save(path);
    }

    // A marker every tenth of the curve keeps the lines apart.
    private static PlotLine Mean(Arm arm)
    {
        var curves = arm.Trials.Select(trial => trial.Curve("validation/accuracy")).Where(curve => curve.Count > 0).ToList();
        var length = curves.Select(curve => curve.Count).DefaultIfEmpty(0).Min();
        int[] places = [.. Enumerable.Range(0, length).Where(place => place % Math.Max(1, length / 30) == 0 || place == length - 1)];
        return new PlotLine(arm.Name, [.. places.Select(place => (double)curves[0][place].Step)], [.. places.Select(place => curves.Average(curve => curve[place].Value))]);
    }

    private static List<double> Gains(Arm arm, Arm vanilla)
    {
        var bySeed = vanilla.Trials.ToDictionary(trial => trial.Seed);
        return [.. arm.Trials.Where(trial => bySeed.ContainsKey(trial.Seed)).Select(trial => trial.Metrics[Arm.Last] - bySeed[trial.Seed].Metrics[Arm.Last])];
    }
}
