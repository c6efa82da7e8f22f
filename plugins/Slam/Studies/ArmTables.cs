using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>The tables that every comparison of methods prints.</summary>
internal static class ArmTables
{
    /// <summary>Accuracies of all arms, and each arm against vanilla distillation from labels of the same kind.</summary>
    public static void Print(StudyReport report, string title, IReadOnlyList<Arm> arms) => report.Table(
        title,
        ["method", "n", "test accuracy, epoch chosen on V", "last epoch", "chosen epoch − vanilla [95 % interval]", "last epoch − vanilla [95 % interval]"],
        arms.Select(arm => (IReadOnlyList<string>)[arm.Name, $"{arm.Trials.Count}", Words.Spread(arm.Values(Arm.Chosen)), Words.Spread(arm.Values(Arm.Last)), .. AgainstVanilla(arm, arms)]));

    /// <summary>The teacher and its labels, from any arm that has them.</summary>
    public static void PrintTeacher(StudyReport report, string title, IReadOnlyList<Arm> arms)
    {
        if (arms.FirstOrDefault(arm => arm.Distillation.StartsWith("slam", StringComparison.Ordinal) && !arm.IsOracle) is not { } slam)
            return;
        (string What, string Metric)[] rows =
        [
            ("teacher, test accuracy", "teacher/test_accuracy"), ("teacher, accuracy on U", "teacher/accuracy_unlabelled"), ("mean α", "alpha/mean"), ("Brier score of α", "alpha/brier"),
            ("mean |α − accuracy| over bins of U above lb", "alpha/reliability_error"), ("share of U at lb", "alpha/share_at_lower_bound"), ("mean k", "k/mean"), ("truth inside top k, %", "k/truth_inside"),
            ($"student's agreement with the teacher on U ({slam.Name}), %", "unlabelled/agreement"), ($"student's accuracy on U where the teacher is right ({slam.Name})", "unlabelled/accuracy_teacher_right"),
            ($"student's accuracy on U where the teacher is wrong ({slam.Name})", "unlabelled/accuracy_teacher_wrong"),
        ];
        report.Table(title, ["quantity", "n", "mean ± sd"], rows.Select(row => (IReadOnlyList<string>)[row.What, $"{slam.Values(row.Metric).Count}", Words.Spread(slam.Values(row.Metric))]));
    }

    private static IEnumerable<string> AgainstVanilla(Arm arm, IReadOnlyList<Arm> arms)
    {
        // What learns from no labels of the teacher's is compared with soft vanilla distillation.
        var isHard = arm.IsHard && arm.Distillation is not ("supervised" or "teacher");
        var vanilla = arms.FirstOrDefault(other => other.Distillation == "vanilla" && other.IsHard == isHard) ?? arms.FirstOrDefault(other => other.Distillation == "vanilla");
        foreach (var metric in new[] { Arm.Chosen, Arm.Last })
            yield return vanilla is null || vanilla == arm ? "" : Words.Difference(arm.Against(vanilla, metric));
    }
}
