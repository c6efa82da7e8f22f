using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>The paper's recipe in miniature: a good and a poor teacher, by learning rate. The better teacher is the one with the lower training loss.</summary>
[Study("partial-variance-recipe", Title = "A good and a poor teacher under the paper's recipe")]
public sealed class RecipeStudy : IStudy
{
    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        var runs = StudyRun.Of(results).Where(run => run.Trial.IsDistillation()).ToList();
        var teachers = runs.GroupBy(run => run.Trial.Teacher()).OrderBy(group => group.First().Trial.Metrics["teacher/train_loss"]).ToList();
        if (teachers.Count < 2)
        {
            report.Undecided("a good teacher helps and a poor one hurts at λ = 1", "two teachers are needed");
            return;
        }

        PlateauTables.Add(report, "Training loss, thousandths: mean (± standard deviation over seeds)", "γ and teacher", runs, run => $"γ={run.Trial.Text("learningRate")}, {run.Trial.Teacher()}");
        report.Table(
            "Teachers",
            ["teacher", "training loss", "test accuracy (%)"],
            teachers.Select(group => (IReadOnlyList<string>)[group.Key, StudyCell.Number(group.First().Trial.Metrics["teacher/train_loss"]), StudyCell.Number(group.First().Trial.Metrics["teacher/test_accuracy"])]));
        var cells = StudyCell.Group(runs, run => (Rate: run.Trial.Number("learningRate"), Teacher: run.Trial.Teacher(), Lambda: run.Choice.Value ?? double.NaN));
        report.Table(
            "Test accuracy of the last iterate (%)",
            ["γ and teacher", "λ=0", "λ=1"],
            cells.Keys.Select(key => (key.Rate, key.Teacher)).Distinct().Select(key => (IReadOnlyList<string>)[
                FormattableString.Invariant($"γ={key.Rate}, {key.Teacher}"),
                .. Enumerable.Range(0, 2).Select(lambda => (double)lambda).Select(lambda => cells.TryGetValue((key.Rate, key.Teacher, lambda), out var cell) ? StudyCell.Text([.. cell.Runs.Select(run => run[MetricNames.TestAccuracy])]) : "")]));
        Figure(report, cells, teachers[0].Key);

        var (good, poor) = (teachers[0].Key, teachers[^1].Key);
        if (cells.TryGetValue((0.05, good, 0.9), out var near) && cells.TryGetValue((0.05, good, 0), out var sgd))
            report.Check("at γ = 0.05 the good teacher with λ = 0.9 ends below half of SGD's training loss", near.Mean < sgd.Mean / 2, $"{StudyCell.Number(near.Mean)} against {StudyCell.Number(sgd.Mean)}");
        foreach (var rate in cells.Keys.Select(key => key.Rate).Distinct().Order())
        {
            if (cells.TryGetValue((rate, poor, 1), out var full) && cells.TryGetValue((rate, poor, 0.7), out var part))
                report.Check(FormattableString.Invariant($"at γ = {rate} the poor teacher with λ = 1 is worse than with λ = 0.7"), full.Mean > part.Mean, $"{StudyCell.Number(full.Mean)} against {StudyCell.Number(part.Mean)}");
        }
    }

    private static void Figure(StudyReport report, Dictionary<(double Rate, string Teacher, double Lambda), StudyCell> cells, string good)
    {
        var rates = cells.Keys.Select(key => key.Rate).Distinct().Order().ToList();
        var lines = cells.GroupBy(pair => (pair.Key.Rate, pair.Key.Teacher)).Select(group =>
            StudyFigures.Plateaus(FormattableString.Invariant($"γ={group.Key.Rate}, {group.Key.Teacher}"), group.Select(pair => pair.Value)) with { IsDashed = group.Key.Teacher != good, Colour = rates.IndexOf(group.Key.Rate) });
        new BandPlot { Title = "Training loss against λ under the paper's recipe", XLabel = "λ", YLabel = "training loss, mean over the last half", LogY = true, Lines = [.. lines] }
            .Save(report.Figure("recipe-lambda", $"Training loss against λ; poor teacher dashed; bands are ± one standard deviation, {PlateauTables.Seeds(cells.Values)}."));
    }
}
