using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution.Stopping;

/// <summary>
/// Ends a trial whose best value by a step is worse than the median of the running averages that finished trials of its seed had by then
/// (D. Golovin, B. Solnik, S. Moitra, G. Kochanski, J. Karro, D. Sculley, "Google Vizier", KDD 2017, section 3.2.2; Ray Tune's median rule).
/// </summary>
internal sealed class MedianWatch(StoppingSettings settings, RungFiles files, string trial, long seed) : StoppingWatch(settings.Metric)
{
    private readonly List<CurvePoint> _curve = [];
    private double _best = double.NegativeInfinity;

    public override void Recall(long step, double value)
    {
        _curve.Add(new CurvePoint(step, value));
        _best = Math.Max(_best, Gain(value));
    }

    public override void Observe(long step, double value)
    {
        Recall(step, value);
        if (Verdict != StoppingVerdict.GoOn || step < settings.GraceSteps)
            return;
        var averages = files.ReadCurves(seed).Where(curve => curve.Count > 0 && curve[^1].Step >= step).Select(curve => Average(curve, step)).Where(double.IsFinite).Order().ToList();
        if (averages.Count >= settings.MinimumTrials && _best < Median(averages))
            (Verdict, Step) = (StoppingVerdict.Stop, step);
    }

    public override void Finish() => files.RecordCurve(seed, trial, _curve);

    // Larger is better from here on; not-a-number is worse than anything.
    private double Gain(double value) => double.IsNaN(value) ? double.NegativeInfinity : settings.Maximize ? value : -value;

    private double Average(IReadOnlyList<CurvePoint> curve, long step)
    {
        var values = curve.Where(point => point.Step <= step).Select(point => Gain(point.Value)).ToList();
        return values.Count == 0 ? double.NaN : values.Average();
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
