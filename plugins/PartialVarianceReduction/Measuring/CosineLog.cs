using System.Globalization;
using System.Text;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.PartialVarianceReduction.Measuring;

/// <summary>Mean, spread, ends and histogram of the cosine of Eq. (E9) over an epoch.</summary>
internal static class CosineLog
{
    private const int Bins = 40;

    /// <summary>The metrics of an epoch.</summary>
    /// <param name="cosines">One array a measurement, with one number a run.</param>
    public static Dictionary<string, double[]> Metrics(IReadOnlyList<double[]> cosines)
    {
        double[] Each(Func<IReadOnlyList<double>, double> statistic) => [.. Enumerable.Range(0, cosines[0].Length).Select(run => statistic([.. cosines.Select(one => one[run])]))];
        return new()
        {
            [MetricNames.Cosine] = Each(values => values.Average()),
            ["cosine/std"] = Each(values => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)))),
            ["cosine/min"] = Each(values => values.Min()),
            ["cosine/max"] = Each(values => values.Max()),
        };
    }

    /// <summary>Keeps the histogram of an epoch as a table: lower end of each bin from −1 to 1, and the counts of each run.</summary>
    /// <param name="artifacts">The trial's door for files.</param>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="labels">Labels of the runs.</param>
    /// <param name="cosines">One array a measurement, with one number a run.</param>
    public static void SaveHistogram(IArtifacts artifacts, int epoch, IReadOnlyList<string> labels, IReadOnlyList<double[]> cosines)
    {
        var text = new StringBuilder("from,").AppendJoin(',', labels.Select((label, i) => label.Length > 0 ? label : $"run-{i}")).Append('\n');
        for (var bin = 0; bin < Bins; bin++)
        {
            var from = -1 + (2.0 * bin / Bins);
            var counts = Enumerable.Range(0, labels.Count).Select(run => cosines.Count(one => Math.Clamp((int)((one[run] + 1) / 2 * Bins), 0, Bins - 1) == bin));
            text.Append(from.ToString("0.00", CultureInfo.InvariantCulture)).Append(',').AppendJoin(',', counts).Append('\n');
        }

        artifacts.Save($"cosine/epoch-{epoch}.csv", path => File.WriteAllText(path, text.ToString()));
    }
}
