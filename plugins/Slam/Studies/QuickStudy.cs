using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>The gates that run in two minutes: mixing under known noise, and the adversarial halfspaces. The cell with a real teacher is reported only: three seeds decide nothing.</summary>
[Study("slam-quick", Title = "SLaM in two minutes")]
public sealed class QuickStudy : IStudy
{
    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var halfspaces = results.Trials.Where(trial => trial.Method == "slam-halfspaces").ToList();
        var known = results.Trials.Where(trial => trial.Method == "slam" && trial.Text("labelSource") == "controlled").ToList();
        var real = results.Trials.Where(trial => trial.Method == "slam" && trial.Text("labelSource") == "teacher").ToList();
        if (known.Count > 0)
            ControlledStudy.Conclude(report, known);
        if (halfspaces.Count > 0)
            AdversarialStudy.Conclude(report, halfspaces[0].Number("noise"), [.. halfspaces.GroupBy(trial => trial.Text("rule"))]);
        if (real.Count > 0)
            ArmTables.Print(report, "A real teacher, for the record: test accuracy in percent", Arm.Of(real));
    }
}
