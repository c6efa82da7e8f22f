using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Sdk.Plotting;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>Lines of the study's figures, each with the spread over its seeds.</summary>
internal static class StudyFigures
{
    /// <summary>A curve over epochs: mean over seeds, within the least and the greatest of them: on a logarithmic axis a standard deviation reaches below 0.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="cell">Its runs.</param>
    /// <param name="metric">The curve.</param>
    public static BandLine Curve(string name, StudyCell cell, string metric)
    {
        var curves = cell.Runs.Select(run => run.Curve(metric)).ToList();
        var perEpoch = cell.Runs[0].Trial.Number("evaluationsPerEpoch");
        var length = curves.Min(curve => curve.Count);
        var columns = Enumerable.Range(0, length).Select(i => curves.Select(curve => curve[i].Value).ToList()).ToList();
        return Line(name, [.. curves[0].Take(length).Select(point => point.Step / perEpoch)], columns) with { Low = [.. columns.Select(values => values.Min())], High = [.. columns.Select(values => values.Max())] };
    }

    /// <summary>Plateaus against λ: mean over seeds, and one standard deviation to both sides.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="cells">One a λ.</param>
    public static BandLine Plateaus(string name, IEnumerable<StudyCell> cells)
    {
        var ordered = cells.OrderBy(cell => cell.Lambda).ToList();
        return Line(name, [.. ordered.Select(cell => cell.Lambda)], [.. ordered.Select(cell => cell.Runs.Select(run => run.Plateau).ToList())]) with { HasMarkers = true };
    }

    /// <summary>The cosine over epochs: mean over seeds of the epoch's mean, within the least and greatest cosine of any seed.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="cell">Its runs.</param>
    public static BandLine Cosines(string name, StudyCell cell)
    {
        var mean = Curve(name, cell, MetricNames.Cosine);
        IReadOnlyList<double> Ends(string metric, Func<IEnumerable<double>, double> end) =>
            [.. Enumerable.Range(0, mean.X.Count).Select(i => end(cell.Runs.Select(run => run.Curve(metric)[i].Value)))];
        return mean with { Low = Ends("cosine/min", Enumerable.Min), High = Ends("cosine/max", Enumerable.Max), HasMarkers = true };
    }

    private static BandLine Line(string name, IReadOnlyList<double> x, IReadOnlyList<List<double>> columns)
    {
        var summaries = columns.Select(values => Sdk.Statistics.Summary.Of(values)).ToList();
        double[] means = [.. columns.Select(values => values.Average())], spreads = [.. summaries.Select(summary => summary.StandardDeviation ?? 0)];
        return new BandLine(name, x, means) { Low = [.. means.Zip(spreads, (m, s) => m - s)], High = [.. means.Zip(spreads, (m, s) => m + s)] };
    }
}
