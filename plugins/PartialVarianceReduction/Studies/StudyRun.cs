using System.Globalization;
using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Sdk.Statistics;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>One run of a stack: a λ on a sample order.</summary>
/// <param name="Trial">The trial it was part of.</param>
/// <param name="Label">Its label in the names of metrics.</param>
/// <param name="Choice">Its λ as declared.</param>
/// <param name="Order">Which sample order: runs of one order are pairs.</param>
internal sealed record StudyRun(StudyTrial Trial, string Label, LambdaChoice Choice, string Order)
{
    /// <summary>λ as declared, or as it was estimated; 0 without distillation.</summary>
    public double Lambda => Trial.Metrics.TryGetValue(MetricNames.Of("lambda", Label), out var lambda) ? lambda : Choice.Value ?? 0;

    /// <summary>The plateau.</summary>
    public double Plateau => this[MetricNames.Plateau];

    /// <summary>The last value of a metric of the run.</summary>
    /// <param name="metric">The metric.</param>
    public double this[string metric] => Trial.Metrics[MetricNames.Of(metric, Label)];

    /// <summary>All runs of all trials.</summary>
    /// <param name="results">The trials.</param>
    public static List<StudyRun> Of(StudyResults results) => [.. results.Trials.SelectMany(trial =>
    {
        var lambda = LambdaSetting.Parse(trial.Parameters["lambda"]);
        var replicates = (int)trial.Number("replicates");
        var labels = MetricNames.Labels(lambda, replicates);
        return labels.Select((label, i) => new StudyRun(trial, label, lambda[i % lambda.Count], FormattableString.Invariant($"{trial.Seed}/{i / lambda.Count}")));
    })];

    /// <summary>The points of a curve.</summary>
    /// <param name="metric">The metric.</param>
    public IReadOnlyList<StudyPoint> Curve(string metric) => Trial.Curve(MetricNames.Of(metric, Label));
}

/// <summary>Runs that differ in nothing but their seed.</summary>
/// <param name="Runs">At least one.</param>
internal sealed record StudyCell(IReadOnlyList<StudyRun> Runs)
{
    /// <summary>Number of sample orders.</summary>
    public int Count => Runs.Count;

    /// <summary>Mean plateau.</summary>
    public double Mean => Runs.Average(run => run.Plateau);

    /// <summary>λ, the mean where it was estimated.</summary>
    public double Lambda => Runs.Average(run => run.Lambda);

    /// <summary>The mean over seeds of the last value of a metric of the trial.</summary>
    /// <param name="metric">The metric, without a label.</param>
    public double Trial(string metric) => Runs.Average(run => run.Trial.Metrics[metric]);

    /// <summary>The mean over seeds of the last value of a metric of the run.</summary>
    /// <param name="metric">The metric.</param>
    public double this[string metric] => Runs.Average(run => run[metric]);

    /// <summary>The plateau in thousandths: mean (± standard deviation).</summary>
    public string Thousandths => Text([.. Runs.Select(run => 1000 * run.Plateau)]);

    /// <summary>Groups runs by what distinguishes them.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <param name="runs">The runs.</param>
    /// <param name="key">What distinguishes them, seeds apart.</param>
    public static Dictionary<TKey, StudyCell> Group<TKey>(IEnumerable<StudyRun> runs, Func<StudyRun, TKey> key)
        where TKey : notnull => runs.GroupBy(key).ToDictionary(group => group.Key, group => new StudyCell([.. group]));

    /// <summary>Mean (± standard deviation) with three significant digits; of one value, that value.</summary>
    /// <param name="values">One a seed.</param>
    public static string Text(IReadOnlyList<double> values)
    {
        var summary = Summary.Of(values);
        var mean = Number(summary.Mean ?? double.NaN);
        return summary.StandardDeviation is { } deviation ? $"{mean} (±{Number(deviation)})" : mean;
    }

    /// <summary>A number with three significant digits and no exponent.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);
        return value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A λ as it was declared.</summary>
    /// <param name="lambda">λ.</param>
    public static string LambdaText(double lambda) => lambda.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Ratio of the plateaus of two cells, pair by pair.</summary>
    /// <param name="baseline">The cell in the denominator.</param>
    public IReadOnlyList<double> RatiosTo(StudyCell baseline) => Pairs(baseline, (own, other) => own / other);

    /// <summary>A combination of the plateaus of two cells, pair by pair.</summary>
    /// <param name="other">The other cell.</param>
    /// <param name="combine">From the own and the other's plateau.</param>
    public IReadOnlyList<double> Pairs(StudyCell other, Func<double, double, double> combine)
    {
        var others = other.Runs.ToDictionary(run => run.Order, run => run.Plateau);
        return [.. Runs.Where(run => others.ContainsKey(run.Order)).Select(run => combine(run.Plateau, others[run.Order]))];
    }
}
