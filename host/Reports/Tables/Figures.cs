using System.Globalization;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Reports.Tables;

/// <summary>Numbers of one table in words: all with the same decimals, enough for two digits of a typical standard deviation.</summary>
internal sealed class Figures
{
    private const int FewestDecimals = 2, MostDecimals = 6;
    private const double Level = 0.05, SmallestP = 0.001;

    private readonly string _plain, _signed;

    private Figures(int decimals)
    {
        _plain = $"0.{new string('0', decimals)}";
        _signed = $"+{_plain};-{_plain};{_plain}";
    }

    /// <summary>The decimals that suit some spreads.</summary>
    /// <param name="deviations">Standard deviations; null and zero ones say nothing.</param>
    public static Figures For(IEnumerable<double?> deviations)
    {
        var known = deviations.OfType<double>().Where(deviation => deviation > 0).Order().ToList();
        return new Figures(known.Count == 0 ? FewestDecimals : Math.Clamp(1 - (int)Math.Floor(Math.Log10(known[known.Count / 2])), FewestDecimals, MostDecimals));
    }

    /// <summary>The decimals of a leaderboard.</summary>
    public static Figures For(Leaderboard board) => For(board.Rows.Select(row => row.Summary.StandardDeviation));

    /// <summary>A p-value.</summary>
    public static string PValue(double? value) => value is null ? "" : value < SmallestP ? "< 0.001" : value.Value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A verdict in a table whose interval has a column of its own.</summary>
    /// <param name="verdict">The verdict on the comparison alone.</param>
    /// <param name="adjusted">The p-value after correction for all comparisons of the table.</param>
    public static string Verdict(Verdict verdict, double? adjusted) => verdict.Kind switch
    {
        VerdictKind.Better or VerdictKind.Worse when adjusted >= Level => $"{(verdict.Kind == VerdictKind.Better ? "better" : "worse")}, not after Holm",
        VerdictKind.Better => "better",
        VerdictKind.Worse => "worse",
        _ => verdict.Words,
    };

    /// <summary>A number; empty when it is not defined.</summary>
    public string Number(double? value) => value?.ToString(_plain, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A difference with its sign.</summary>
    public string Signed(double? value) => value?.ToString(_signed, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Mean and standard deviation.</summary>
    public string Mean(Summary summary) => summary switch
    {
        { Mean: null } => "no result",
        { StandardDeviation: null } => Number(summary.Mean),
        _ => $"{Number(summary.Mean)} ± {Number(summary.StandardDeviation)}",
    };

    /// <summary>An interval of a mean.</summary>
    public string Interval(Interval? interval) => interval is { } range ? $"[{Number(range.Low)}, {Number(range.High)}]" : "";

    /// <summary>An interval of a difference.</summary>
    public string SignedInterval(Interval? interval) => interval is { } range ? $"[{Signed(range.Low)}, {Signed(range.High)}]" : "";
}
