using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>The compared methods in each cell of a grid: a data set with a number of labelled images. It reports and claims nothing.</summary>
[Study("slam-comparison", Title = "SLaM among the compared methods")]
public sealed class ComparisonStudy : IStudy
{
    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        foreach (var cell in results.Trials.GroupBy(trial => $"{trial.Text("dataset")}, {trial.Text("labelled")} labelled"))
        {
            var arms = Arm.Of([.. cell]);
            ArmTables.Print(report, $"{cell.Key}: test accuracy in percent", arms);
            ArmTables.PrintTeacher(report, $"{cell.Key}: the teacher's labels", arms);
        }
    }
}
