using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>Tables that several studies share.</summary>
internal static class PlateauTables
{
    /// <summary>Plateaus in thousandths: one row a setting, one column a given λ.</summary>
    /// <param name="report">Takes the table.</param>
    /// <param name="title">Its title.</param>
    /// <param name="heading">What distinguishes the rows.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="row">The row of a run.</param>
    public static void Add(StudyReport report, string title, string heading, IReadOnlyList<StudyRun> runs, Func<StudyRun, string> row)
    {
        var given = runs.Where(run => run.Choice.Value is not null).ToList();
        var columns = given.Select(run => run.Choice.Value!.Value).Distinct().Order().ToList();
        var cells = StudyCell.Group(given, run => (Row: row(run), run.Choice.Value!.Value));
        report.Table(
            title,
            [heading, .. columns.Select(lambda => $"λ={StudyCell.LambdaText(lambda)}")],
            given.Select(row).Distinct().Select(name => (IReadOnlyList<string>)[name, .. columns.Select(lambda => cells.TryGetValue((name, lambda), out var cell) ? cell.Thousandths : "")]));
    }

    /// <summary>"n = 3 seeds" or "n = 2 to 3 seeds".</summary>
    /// <param name="cells">The cells.</param>
    public static string Seeds(IEnumerable<StudyCell> cells)
    {
        var counts = cells.Select(cell => cell.Count).Distinct().Order().ToList();
        return counts.Count == 0 ? "no seeds" : counts.Count == 1 ? $"n = {counts[0]} {(counts[0] == 1 ? "seed" : "seeds")}" : $"n = {counts[0]} to {counts[^1]} seeds";
    }
}
