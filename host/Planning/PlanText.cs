using System.Globalization;
using KdHost.Host.Experiments;
using KdHost.Host.Reports;
using KdHost.Sdk.Faults;
using Spectre.Console;

namespace KdHost.Host.Planning;

/// <summary>A plan for the terminal.</summary>
internal static class PlanText
{
    /// <summary>The plan as a table of two columns.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="next">The trials that run first.</param>
    public static Grid Of(Plan plan, IReadOnlyList<PlannedTrial> next)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0));
        void Row(string name, string text) => grid.AddRow(Markup.Escape(name), Markup.Escape(text));

        Row("trials", $"{Number(plan.Trials)}: {Count(plan.Configurations, "configuration")} × {Count(plan.Experiment.Seeds.Count, "seed")}");
        if (plan.Experiment.Search is { } search)
            Row("search", $"by {search.Proposer} in batches of {search.Batch}; {(plan.Unproposed > 0 ? $"{Count(plan.Unproposed, "configuration")} are still to be proposed" : "all are proposed")}");
        foreach (var rule in plan.Excluded.Where(rule => rule.Points > 0))
            Row("left out", $"{Count(rule.Points, "point")} by {rule.Rule} ({rule.Values})");
        if (plan.Duplicates > 0)
            Row("left out", $"{Count(plan.Duplicates, "point")} that would make the trials of earlier ones again");
        if (plan.Count(PlannedState.Finished) > 0)
            Row("finished", Number(plan.Count(PlannedState.Finished)));
        if (plan.Count(PlannedState.Stopped) > 0)
            Row("stopped", $"{Number(plan.Count(PlannedState.Stopped))}, early, by the stopping rule");
        if (plan.Count(PlannedState.Failed) > 0)
            Row("failed", $"{Number(plan.Count(PlannedState.Failed))}; --rerun failed runs them again");
        if (plan.Stale > 0)
            Row("stale", $"{Number(plan.Stale)} of those: their plugin was rebuilt since; --rerun stale runs them again");
        if (plan.Count(PlannedState.Running) > 0)
            Row("running", Number(plan.Count(PlannedState.Running)));
        if (plan.Count(PlannedState.Paused) > 0)
            Row("paused", $"{Number(plan.Count(PlannedState.Paused))}, by the stopping rule; those that are among the best of their rung go on");
        Row("to run", ToRun(plan));
        if (plan.ToRun > 0)
            Row("time", Time(plan));
        if (plan.ToRun > 0 && plan.Experiment.Search is null)
            Row("order", Order(plan.Experiment));
        foreach (var (trial, i) in next.Select((trial, i) => (trial, i)))
            Row(i == 0 ? "next" : "", Line(trial));
        foreach (var files in plan.MissingFiles.GroupBy(file => file.DataSet))
            Row("data", $"{files.Key}: {Count(files.Count(), "file")} not in {Path.GetDirectoryName(files.First().Path)}; kd run downloads them, or put them there: {string.Join(", ", files.Select(file => Path.GetFileName(file.Path)))}");
        Row("results", Path.GetRelativePath(Environment.CurrentDirectory, plan.Directory.Path));
        return grid;
    }

    /// <summary>A warning as lines: the place and what looks wrong.</summary>
    public static string Warning(Fault fault) => $"warning: {fault}";

    /// <summary>A trial as a line.</summary>
    public static string Line(PlannedTrial trial) => $"{trial.Id[..8]}  {State(trial),-11}  seed {trial.Seed.ToString(CultureInfo.InvariantCulture),-4}  {trial.Configuration}";

    private static string State(PlannedTrial trial) => trial.Stale ? $"{Word(trial.State)}, stale" : Word(trial.State);

    private static string Word(PlannedState state) => state == PlannedState.ToRun ? "to run" : state.ToString().ToLowerInvariant();

    private static string ToRun(Plan plan) => plan.ToRun == 0 ? "nothing"
        : Number(plan.ToRun) + (plan.Count(PlannedState.Interrupted) is > 0 and var interrupted ? $", {Number(interrupted)} of them go on from where they were interrupted" : "");

    private static string Time(Plan plan)
    {
        if (plan.Estimate is not { } estimate)
            return "no history: no like trial has finished yet";
        var slots = plan.Slots.Count > 0 ? $"with {estimate.Slots} at a time" : "one at a time";
        var unknown = estimate.Unknown > 0 ? $", and {Count(estimate.Unknown, "trial")} of methods without history" : "";
        return $"about {TimeWords.Of(estimate.Time)} {slots}{unknown} ({string.Join("; ", estimate.Methods.Select(method => Basis(method, estimate.Methods.Count > 1)))})";
    }

    private static string Basis(MethodEstimate method, bool isOneOfMany)
    {
        var differing = method.Differing.Count == 0 ? "" : $", which differ in {string.Join(", ", method.Differing.Take(4))}{(method.Differing.Count > 4 ? ", …" : "")}";
        return $"{(isOneOfMany ? $"{method.Method}: " : "")}{TimeWords.Of(method.Each)} each, from {Count(method.Like, "trial")} in {string.Join(", ", method.From)}{differing}";
    }

    private static string Order(Experiment experiment)
    {
        var seeds = experiment.Seeds;
        var factors = experiment.Factors.Select(factor => factor.Key).ToList();
        return (seeds.Count > 1 ? $"everything with seed {seeds[0]}, then with seed {seeds[1]}{(seeds.Count > 2 ? ", …" : "")}" : "as declared")
            + (factors.Count > 1 ? $"; {factors[^1]} turns fastest" : "");
    }

    private static string Count(long value, string what) => $"{Number(value)} {what}{(value == 1 ? "" : "s")}";

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
