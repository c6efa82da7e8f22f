using KdHost.Sdk.Methods;
using KdHost.Sdk.Plotting;

namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>The figures of a trial: what each round came to.</summary>
internal static class RoundFigures
{
    /// <summary>Draws them; a base model alone has none.</summary>
    public static void Save(IArtifacts artifacts, CautiousPseudoLabelsOptions options, IReadOnlyList<RoundScore> scores)
    {
        if (scores.Count < 2)
            return;
        var metric = options.Task == PredictionTask.Nodes ? "accuracy" : "AUC";
        Draw("rounds", $"{options.Strategy} on {options.Dataset}", metric, [
            new PlotLine($"test {metric}", Rounds(0), [.. scores.Select(score => score.Test)]),
            new PlotLine($"validation {metric}", Rounds(0), [.. scores.Select(score => score.Validation)]),
            Line("accuracy of the pseudo labels", "pseudo/accuracy")]);
        Draw("bound", $"Bound on the error of pseudo labels, {options.Dataset}", "share of wrong pseudo labels", [
            Line("bound 2 (q + A), cut at 1", "theory/bound", bound => Math.Min(1, bound)), Line("realised error", "theory/error")]);
        Draw("next-loss", $"Loss of the enlarged training set, {options.Dataset}", "mean cross-entropy", [Line("with the selected", "next_loss/selected"), Line("with random ones", "next_loss/random")]);

        double[] Rounds(int first) => [.. Enumerable.Range(first, scores.Count - first).Select(round => (double)round)];
        PlotLine Line(string name, string curve, Func<double, double>? map = null)
        {
            var points = scores.Index().Where(score => score.Item.Curves.ContainsKey(curve)).ToList();
            return new PlotLine(name, [.. points.Select(point => (double)point.Index)], [.. points.Select(point => (map ?? (value => value))(point.Item.Curves[curve]))]);
        }

        void Draw(string name, string title, string yLabel, PlotLine[] lines)
        {
            PlotLine[] drawn = [.. lines.Where(line => line.X.Count > 0)];
            if (drawn.Length > 0)
                artifacts.Save($"figures/{name}.png", path => new LinePlot { Title = title, XLabel = "round", YLabel = yLabel, Lines = drawn, Legend = LegendPlace.LowerRight }.Save(path));
        }
    }
}
