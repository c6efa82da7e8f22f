using KdHost.Sdk.Statistics;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>The trials of one compared method in one cell of a grid, one a seed.</summary>
/// <param name="Name">Such as "slam hard".</param>
/// <param name="Trials">Its trials.</param>
internal sealed record Arm(string Name, IReadOnlyList<StudyTrial> Trials)
{
    /// <summary>Test accuracy at the epoch chosen on V.</summary>
    public const string Chosen = "test/accuracy_best";

    /// <summary>Test accuracy of the last epoch.</summary>
    public const string Last = "test/accuracy";

    /// <summary>Options that name an arm where they vary within the grid.</summary>
    private static readonly string[] Naming = ["alphaLowerBound", "kMode", "mixNormalization", "validationSize"];

    public StudyTrial First => Trials[0];

    public bool IsHard => First.Text("labels") == "hard";

    public string Distillation => First.Text("distillation");

    public bool IsOracle => First.Text("alphaEstimator") == "oracle";

    /// <summary>The arms of some trials, in the order declared.</summary>
    public static IReadOnlyList<Arm> Of(IReadOnlyList<StudyTrial> trials)
    {
        string[] varying = [.. Naming.Where(path => trials.Where(trial => trial.Text("distillation").StartsWith("slam", StringComparison.Ordinal)).Select(trial => trial.Text(path)).Distinct().Count() > 1)];
        return [.. trials.GroupBy(trial => NameOf(trial, varying)).Select(group => new Arm(group.Key, [.. group.OrderBy(trial => trial.Seed)]))];
    }

    public IReadOnlyList<double> Values(string metric) => [.. Trials.Where(trial => trial.Metrics.ContainsKey(metric)).Select(trial => trial.Metrics[metric])];

    /// <summary>This arm against another over the seeds that both have finished.</summary>
    public PairedComparison Against(Arm baseline, string metric)
    {
        var others = baseline.Trials.ToDictionary(trial => trial.Seed);
        var pairs = Trials.Where(trial => others.ContainsKey(trial.Seed)).Select(trial => (Mine: trial.Metrics[metric], Other: others[trial.Seed].Metrics[metric])).ToList();
        return PairedComparison.Of([.. pairs.Select(pair => pair.Other)], [.. pairs.Select(pair => pair.Mine)]);
    }

    private static string NameOf(StudyTrial trial, string[] varying)
    {
        var distillation = trial.Text("distillation");
        if (distillation is "supervised" or "teacher")
            return distillation;
        var name = $"{distillation} {trial.Text("labels")}";
        if (!distillation.StartsWith("slam", StringComparison.Ordinal))
            return name;
        if (trial.Text("alphaEstimator") is not "isotonic" and var estimator)
            name += $", {estimator} α";
        return name + string.Concat(varying.Select(path => $", {path} {trial.Text(path)}"));
    }
}
