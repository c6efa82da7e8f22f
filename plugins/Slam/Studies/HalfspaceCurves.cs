using KdHost.Sdk.Plotting;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>What the three studies of halfspaces share: names of rules, and errors at sample counts, averaged over seeds.</summary>
internal static class HalfspaceCurves
{
    public const string Last = "error/last", Averaged = "error/averaged", HeldOut = "error/held_out";

    /// <summary>A rule as a legend names it.</summary>
    public static string Name(string rule) => rule switch
    {
        "slam" => "SLaM, Eq. (18)",
        "slam-reweighted" => "SLaM re-weighted, Eq. (19)",
        "logistic" => "logistic: no noise model",
        "backward" => "backward adjustment",
        _ => "leaky ReLU",
    };

    /// <summary>The mean over trials of an error at some sample counts.</summary>
    public static double[] At(IEnumerable<StudyTrial> trials, string metric, IReadOnlyList<long> samples)
    {
        var curves = trials.Select(trial => trial.Curve(metric).ToDictionary(point => point.Step, point => point.Value)).ToList();
        return [.. samples.Select(count => curves.Average(curve => curve[count]))];
    }

    /// <summary>The sample counts that all trials have, from a smallest one on.</summary>
    public static IReadOnlyList<long> Samples(IEnumerable<StudyTrial> trials, long from = 1) =>
        [.. trials.First().Curve(Last).Select(point => point.Step).Where(step => step >= from)];

    /// <summary>Runs behind a point: those of all its trials.</summary>
    public static int Runs(IEnumerable<StudyTrial> trials) => trials.Sum(trial => (int)trial.Number("runs"));

    /// <summary>Errors over samples, one line a rule.</summary>
    public static LinePlot Plot(string title, IEnumerable<IGrouping<string, StudyTrial>> rules, long from) => new()
    {
        Title = title,
        XLabel = "examples seen",
        YLabel = "error of the last iterate (share of all examples)",
        LogX = true,
        YLimits = (-0.03, 1.05),
        Legend = LegendPlace.UpperRight,
        Lines =
        [
            .. rules.Select(rule => new PlotLine(Name(rule.Key), [.. Samples(rule, from).Select(count => (double)count)], At(rule, Last, Samples(rule, from)))),
        ],
    };

    /// <summary>A table of errors, one row a rule.</summary>
    public static void Print(StudyReport report, string title, IEnumerable<IGrouping<string, StudyTrial>> rules, string metric, IReadOnlyList<long> samples) => report.Table(
        title,
        ["rule", .. samples.Select(count => Words.Invariant($"{count:#,0} examples"))],
        rules.Select(rule => (IReadOnlyList<string>)[Name(rule.Key), .. At(rule, metric, samples).Select(error => Words.Invariant($"{error:0.###}"))]));
}
