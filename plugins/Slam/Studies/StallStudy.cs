using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>Why the SLaM gradient is re-weighted: from a confidently wrong start the plain one vanishes.</summary>
[Study("slam-stall", Title = "The vanishing gradient and its cure")]
public sealed class StallStudy : IStudy
{
    private const double Cured = 0.02, Stalled = 0.5;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        IGrouping<string, StudyTrial>[] rules = [.. results.Trials.GroupBy(trial => trial.Text("rule"))];
        var runs = HalfspaceCurves.Runs(rules[0]);
        HalfspaceCurves.Print(report, $"Error of the last iterate from a confidently wrong start ({runs} runs)", rules, HalfspaceCurves.Last, [100, 300, 1000, 3000]);
        var plot = HalfspaceCurves.Plot("Error from a confidently wrong start", rules, from: 10) with { Legend = LegendPlace.LowerLeft };
        plot.Save(report.Figure("stall", $"From the start w = (−20, 0) the gradient of the SLaM loss vanishes; re-weighted it does not. Mean over {runs} runs."));
        Check("slam", error => error >= Stalled, "the plain SLaM gradient stalls: error at least 0.5 after 3,000 examples");
        Check("slam-reweighted", error => error <= Cured, "re-weighted SLaM has recovered: error at most 0.02 after 3,000 examples");

        void Check(string rule, Func<double, bool> holds, string claim)
        {
            if (rules.FirstOrDefault(group => group.Key == rule) is not { } trials)
            {
                report.Undecided(claim, "no trial of this rule has finished");
                return;
            }

            var error = HalfspaceCurves.At(trials, HalfspaceCurves.Last, [3000])[0];
            report.Check(claim, holds(error), Words.Invariant($"{error:0.###}"));
        }
    }
}
