using System.Globalization;
using KdHost.Sdk.Statistics;

namespace KdHost.Plugins.Slam;

/// <summary>Numbers as a study prints them.</summary>
internal static class Words
{
    private const double SmallestP = 0.001;

    public static string Spread(IReadOnlyList<double> values) => Spread(Summary.Of(values));

    public static string Spread(Summary summary) => summary.Mean is { } mean
        ? summary.StandardDeviation is { } deviation ? Invariant($"{mean:0.00} ± {deviation:0.00}") : Invariant($"{mean:0.00}")
        : "";

    /// <summary>Mean difference, its 95 % interval and in how many seeds it is above zero.</summary>
    public static string Difference(PairedComparison comparison) => comparison.Difference is { Mean: { } mean }
        ? Invariant($"{mean:+0.00;-0.00}") + (comparison.Difference.Interval is { } interval ? Invariant($" [{interval.Low:+0.00;-0.00}, {interval.High:+0.00;-0.00}]") : "")
        : "";

    public static string P(double p) => p < SmallestP ? "< 0.001" : Invariant($"{p:0.000}");

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
