using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>The law (1 − λ)² in three epochs.</summary>
[Study("partial-variance-quick", Title = "Does a teacher near the optimum lower SGD's plateau as (1 − λ)²?")]
public sealed class QuickStudy : IStudy
{
    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var runs = StudyRun.Of(results);
        var cells = StudyCell.Group(runs, run => run.Choice.Value ?? double.NaN);
        if (!cells.TryGetValue(0, out var sgd) || !cells.TryGetValue(0.4, out var weak) || !cells.TryGetValue(0.8, out var strong))
        {
            report.Undecided("the plateau falls as (1 − λ)²", "runs with λ = 0, 0.4 and 0.8 are needed");
            return;
        }

        PlateauTables.Add(report, "Plateaus, thousandths: mean (± standard deviation over seeds)", "teacher", runs, run => run.Trial.Teacher());
        var (weakRatios, strongRatios) = (weak.RatiosTo(sgd), strong.RatiosTo(sgd));
        report.Check("at λ = 0.4 the plateau is between 0.30 and 0.42 of SGD's (law: 0.36)", weakRatios.Average() is > 0.3 and < 0.42, StudyCell.Text(weakRatios));
        report.Check("at λ = 0.8 the plateau is below 0.12 of SGD's (law: 0.04)", strongRatios.Average() < 0.12, StudyCell.Text(strongRatios));
    }
}
