using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>Networks: how well the gradient of distillation aligns with <c>∇f(x) − λ∇f(θ)</c>, and what either form does to the training loss.</summary>
[Study("partial-variance-networks", Title = "The approximation in networks")]
public sealed class NetworkStudy : IStudy
{
    private const double Aligned = 0.9;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var runs = StudyRun.Of(results).Where(run => run.Trial.IsDistillation()).ToList();
        if (runs.Count == 0)
        {
            report.Say("No distilled run has finished.");
            return;
        }

        static string Init(StudyRun run) => $"{run.Trial.Network()}, {run.Trial.Text("teacherInit")} initial weights";
        static string Row(StudyRun run) => $"{Init(run)}, {run.Trial.Text("distillation")} form";
        PlateauTables.Add(report, "Training loss, thousandths: mean (± standard deviation over seeds); λ = 0 is SGD", "network, teacher and form", runs, Row);
        var measured = runs.Where(run => run.Lambda > 0 && run.Trial.Metrics.ContainsKey(MetricNames.Of(MetricNames.Cosine, run.Label))).ToList();
        var cells = StudyCell.Group(measured, run => (Row: Row(run), run.Lambda));
        report.Table(
            "Cosine over the last epoch, mean / least of the measurements: mean over seeds",
            ["network, teacher and form", .. cells.Keys.Select(key => key.Lambda).Distinct().Order().Select(lambda => $"λ={StudyCell.LambdaText(lambda)}")],
            cells.Keys.Select(key => key.Row).Distinct().Select(row => (IReadOnlyList<string>)[
                row,
                .. cells.Keys.Select(key => key.Lambda).Distinct().Order().Select(lambda => cells.TryGetValue((row, lambda), out var cell) ? $"{StudyCell.Number(cell[MetricNames.Cosine])} / {StudyCell.Number(cell["cosine/min"])}" : "")]));
        Figure(report, StudyCell.Group(measured.Where(run => run.Trial.Text("distillation") == "loss" && run.Trial.Text("teacherInit") == "shared"), run => (Name: run.Trial.Network(), run.Lambda)));

        foreach (var cell in StudyCell.Group(measured.Where(run => run.Choice.Value == 0.4 && run.Trial.Text("teacherInit") == "shared" && run.Trial.Text("distillation") == "loss"), run => run.Trial.Network()))
            report.Check($"at λ = 0.4 with shared initial weights the cosine over the last epoch is above {Aligned} ({cell.Key})", cell.Value[MetricNames.Cosine] > Aligned, StudyCell.Text([.. cell.Value.Runs.Select(run => run[MetricNames.Cosine])]));
    }

    // Figure 4
    private static void Figure(StudyReport report, Dictionary<(string Name, double Lambda), StudyCell> cells)
    {
        if (cells.Count == 0)
            return;
        var names = cells.Keys.Select(key => key.Name).Distinct().ToList();
        var least = cells.Keys.Min(key => key.Lambda);
        new BandPlot
        {
            Title = "Cosine between the gradient of distillation and ∇f(x) − λ∇f(θ)",
            XLabel = "epoch",
            YLabel = "cosine",
            Lines = [.. cells.OrderBy(pair => names.IndexOf(pair.Key.Name)).ThenBy(pair => pair.Key.Lambda).Where(pair => pair.Key.Lambda <= 0.75)
                .Select(pair => StudyFigures.Cosines($"{pair.Key.Name}, λ={StudyCell.LambdaText(pair.Key.Lambda)}", pair.Value) with { Colour = names.IndexOf(pair.Key.Name), IsDashed = pair.Key.Lambda > least })],
        }.Save(report.Figure("cosine", $"Cosine over epochs, loss form, shared initial weights: mean of an epoch, within the least and greatest measurement of any seed; {PlateauTables.Seeds(cells.Values)}."));
    }
}
