using System.Globalization;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.TestMethods;

/// <summary>Whether walks with more drift end higher. With <c>noise</c> above 5 it fails.</summary>
[Study("drift", Title = "Walks with drift")]
public sealed class DriftStudy : IStudy
{
    private const double TooNoisy = 5;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        if (results.Trials.Any(trial => trial.Number("noise") > TooNoisy))
            throw new InvalidOperationException("nothing can be seen in this noise");
        var means = results.Trials.GroupBy(trial => trial.Number("drift")).OrderBy(group => group.Key).Select(group => (Drift: group.Key, Value: group.Average(trial => trial.Metrics["test/value"]))).ToList();
        report.Say("Each walk was asked where it ended.");
        report.Table("Where walks end", ["drift", "end"], means.Select(mean => (string[])[Text(mean.Drift), Text(mean.Value)]));
        var curve = results.Trials[0].Curve("test/value");
        LearningCurve.Save(report.Figure("walk", "The first walk (n = 1)"), "walk", "value", new Curve("walk", [.. curve.Select(point => (double)point.Step)], [.. curve.Select(point => point.Value)]));
        report.Check("a walk with more drift ends higher", means.Zip(means.Skip(1)).All(pair => pair.Second.Value > pair.First.Value), string.Join(", ", means.Select(mean => Text(mean.Value))));
        report.Check("every walk ends below 0", means.All(mean => mean.Value < 0), Text(means.Max(mean => mean.Value)));
        report.Undecided("walks end somewhere", "nobody measured it");
    }

    private static string Text(double value) => value.ToString("f2", CultureInfo.InvariantCulture);
}
