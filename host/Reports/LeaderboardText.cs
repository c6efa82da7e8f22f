using System.Globalization;
using System.Text;
using KdHost.Host.Reports.Statistics;
using Spectre.Console;

namespace KdHost.Host.Reports;

/// <summary>The leaderboard for the terminal, as Markdown and as CSV: the same cells in each.</summary>
internal static class LeaderboardText
{
    private static readonly string[] PlainHeader = ["configuration", "mean ± sd", "n"];
    private static readonly string[] ComparedHeader = [.. PlainHeader, "difference", "95 % interval", "p (Holm)", "verdict"];

    /// <summary>The table for a terminal.</summary>
    public static Table ToTable(Leaderboard board, bool maximize)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(board.Metric), new Style(decoration: Decoration.Bold));
        foreach (var (header, column) in Header(board).Select((header, column) => (header, column)))
            table.AddColumn(new TableColumn(header) { NoWrap = column > 0 });
        foreach (var row in board.Rows)
            table.AddRow([.. Cells(board, row, maximize).Select(Markup.Escape)]);
        return table;
    }

    /// <summary>The table as Markdown.</summary>
    public static string ToMarkdown(Leaderboard board, bool maximize)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Header(board)).Append(" |\n|").Append(string.Concat(Header(board).Select(_ => " --- |"))).Append('\n');
        foreach (var row in board.Rows)
            text.Append("| ").AppendJoin(" | ", Cells(board, row, maximize).Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        return text.ToString();
    }

    /// <summary>The figures as CSV, unrounded.</summary>
    public static string ToCsv(Leaderboard board)
    {
        var text = new StringBuilder("configuration,metric,n,mean,standard_deviation,difference,difference_low,difference_high,p_value,p_value_holm\n");
        foreach (var row in board.Rows)
        {
            double?[] figures =
            [
                row.Summary.Count, row.Summary.Mean, row.Summary.StandardDeviation, row.Comparison?.Difference.Mean, row.Comparison?.Difference.Interval?.Low,
                row.Comparison?.Difference.Interval?.High, row.Comparison?.PValue, row.AdjustedPValue,
            ];
            text.Append(CultureInfo.InvariantCulture, $"\"{row.Configuration.Label.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{board.Metric},");
            text.AppendJoin(',', figures.Select(figure => figure?.ToString("R", CultureInfo.InvariantCulture) ?? "")).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Header(Leaderboard board) => board.Rows.Any(row => row.Comparison is not null) ? ComparedHeader : PlainHeader;

    private static string[] Cells(Leaderboard board, LeaderboardRow row, bool maximize)
    {
        string[] plain = [row.Configuration.Label, Mean(row.Summary), $"{row.Summary.Count}"];
        if (Header(board) == PlainHeader)
            return plain;
        if (row.Comparison is not { } comparison)
            return [.. plain, row.IsBaseline ? "baseline" : "", "", "", ""];
        var interval = comparison.Difference.Interval is { } range ? $"[{Number(range.Low, signed: true)}, {Number(range.High, signed: true)}]" : "";
        return [.. plain, Number(comparison.Difference.Mean, signed: true), interval, PValue(row.AdjustedPValue), Verdict(comparison.Judge(maximize))];
    }

    // The interval has a column of its own.
    private static string Verdict(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Better => "better",
        VerdictKind.Worse => "worse",
        _ => verdict.Words,
    };

    private static string Mean(Summary summary) => summary switch
    {
        { Mean: null } => "no result",
        { StandardDeviation: null } => Number(summary.Mean),
        _ => $"{Number(summary.Mean)} ± {Number(summary.StandardDeviation)}",
    };

    private static string Number(double? value, bool signed = false) => value?.ToString(signed ? "+0.00;-0.00;0.00" : "0.00", CultureInfo.InvariantCulture) ?? "";

    private static string PValue(double? value) => value is null ? "" : value < 0.001 ? "< 0.001" : value.Value.ToString("0.000", CultureInfo.InvariantCulture);
}
