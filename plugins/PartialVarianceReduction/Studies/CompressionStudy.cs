using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>Distillation of compressed iterates: what it lowers, and the floor that stays.</summary>
[Study("partial-variance-compression", Title = "Distillation under compression")]
public sealed class CompressionStudy : IStudy
{
    private const double Diverged = 10;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var runs = StudyRun.Of(results).Where(run => run.Trial.IsDistillation()).ToList();
        if (runs.Count == 0)
        {
            report.Say("No distilled run has finished.");
            return;
        }

        static string Row(StudyRun run) => $"{run.Trial.Compression()}, teacher {run.Trial.Teacher()}";
        PlateauTables.Add(report, "Plateaus, thousandths: mean (± standard deviation over seeds)", "compression and teacher", runs, Row);
        var cells = StudyCell.Group(runs.Where(run => run.Choice.Value is not null), run => (Row: Row(run), Lambda: run.Choice.Value!.Value));
        Ratios(report, cells);
        Figure(report, cells);
        Check(report, cells);
    }

    private static void Ratios(StudyReport report, Dictionary<(string Row, double Lambda), StudyCell> cells)
    {
        var lambdas = cells.Keys.Select(key => key.Lambda).Where(lambda => lambda > 0).Distinct().Order().ToList();
        report.Table(
            "Plateau over that of λ = 0 under the same compression: mean (± standard deviation)",
            ["compression and teacher", .. lambdas.Select(lambda => $"λ={StudyCell.LambdaText(lambda)}")],
            cells.Keys.Select(key => key.Row).Distinct().Where(row => cells.ContainsKey((row, 0))).Select(row =>
                (IReadOnlyList<string>)[row, .. lambdas.Select(lambda => cells.TryGetValue((row, lambda), out var cell) ? StudyCell.Text(cell.RatiosTo(cells[(row, 0)])) : "")]));
    }

    // Figure 5
    private static void Figure(StudyReport report, Dictionary<(string Row, double Lambda), StudyCell> cells)
    {
        var rows = cells.Keys.Select(key => key.Row).Distinct().ToList();
        var ends = cells.Where(pair => pair.Value.Mean < Diverged).Where(pair => pair.Key.Lambda == 0 || pair.Key.Lambda == cells.Keys.Where(key => key.Row == pair.Key.Row).Max(key => key.Lambda)).ToList();
        new BandPlot
        {
            Title = "Compressed iterates with and without distillation",
            XLabel = "epoch",
            YLabel = "f(x) − f*",
            LogY = true,
            Lines = [.. ends.Select(pair => StudyFigures.Curve($"{pair.Key.Row}, λ={StudyCell.LambdaText(pair.Key.Lambda)}", pair.Value, MetricNames.Excess) with { IsDashed = pair.Key.Lambda == 0, Colour = rows.IndexOf(pair.Key.Row) })],
        }.Save(report.Figure("compressed", $"Training objective above its minimum under compression: λ = 0 dashed, the greatest λ solid; runs that diverged stand in the table only; bands span the seeds, {PlateauTables.Seeds(cells.Values)}."));
    }

    private static void Check(StudyReport report, Dictionary<(string Row, double Lambda), StudyCell> cells)
    {
        var quantised = cells.Where(pair => pair.Value.Runs[0].Trial.Text("compression") == "quantise").ToList();
        var floors = quantised.Where(pair => pair.Key.Lambda == 1).OrderByDescending(pair => pair.Value.Runs[0].Trial.Number("levels")).Select(pair => pair.Value).ToList();
        if (floors.Count > 1)
            report.Check("at λ = 1 a floor is left that grows as the quantisation gets coarser", floors.Zip(floors.Skip(1)).All(pair => pair.Second.Mean > pair.First.Mean), string.Join(" < ", floors.Select(cell => StudyCell.Number(1000 * cell.Mean))));
        var helped = cells.Where(pair => pair.Key.Lambda is > 0.85 and < 0.95 && cells.ContainsKey((pair.Key.Row, 0)) && pair.Value.Runs[0].Trial.Text("compression") is "quantise" or "mask-random" or "mask-topk").Select(pair => pair.Value.RatiosTo(cells[(pair.Key.Row, 0)]).Average()).ToList();
        if (helped.Count > 0)
            report.Check("at λ = 0.9 distillation lowers the plateau under every quantisation and mask at least fivefold", helped.TrueForAll(ratio => ratio < 0.2), "ratios " + string.Join(", ", helped.Select(StudyCell.Number)));
        var masked = cells.Where(pair => pair.Key.Lambda is > 0 and < 0.8 && pair.Value.Runs[0].Trial.Flag("teacher.masked") && cells.ContainsKey((pair.Key.Row, 0))).ToList();
        if (masked.Count > 0)
        {
            var errors = masked.ConvertAll(pair => pair.Value.RatiosTo(cells[(pair.Key.Row, 0)]).Average() / Math.Pow(1 - pair.Key.Lambda, 2));
            report.Check("with the optimum under the same mask as teacher the law (1 − λ)² holds within 25% up to λ = 0.7", errors.TrueForAll(error => Math.Abs(error - 1) <= 0.25), "measured over law " + string.Join(", ", errors.Select(StudyCell.Number)));
        }
    }
}
