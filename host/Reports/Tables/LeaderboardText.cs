using System.Text;
using Spectre.Console;

namespace KdHost.Host.Reports.Tables;

/// <summary>The leaderboard for the terminal, as Markdown and as CSV.</summary>
internal static class LeaderboardText
{
    /// <summary>The table for a terminal.</summary>
    public static Table ToTable(Leaderboard board) => Combined(board).ToTerminal(board.Metric);

    /// <summary>The table as Markdown.</summary>
    public static string ToMarkdown(Leaderboard board) => Combined(board).ToMarkdown();

    /// <summary>One line for each configuration that lacks seeds; none when all are there.</summary>
    public static IEnumerable<string> Missing(Leaderboard board) => board.Rows
        .Where(row => row.Missing.Count > 0)
        .Select(row => $"{row.Configuration.Label}: {Missing(row)}");

    /// <summary>The seeds that a configuration lacks, grouped by why.</summary>
    public static string Missing(LeaderboardRow row) => string.Join("; ", row.Missing
        .GroupBy(missing => missing.Why)
        .Select(group => $"seed{(group.Count() == 1 ? "" : "s")} {string.Join(", ", group.Select(missing => missing.Seed))} {group.Key}"));

    /// <summary>How many seeds there are, and of how many.</summary>
    public static string Count(LeaderboardRow row) => row.Missing.Count == 0 ? $"{row.Summary.Count}" : $"{row.Summary.Count} of {row.Summary.Count + row.Missing.Count}";

    /// <summary>The figures as CSV, unrounded.</summary>
    public static string ToCsv(Leaderboard board)
    {
        var text = new StringBuilder();
        CsvText.Line(
            text, "configuration", "metric", "n", "mean", "standard_deviation", "mean_low", "mean_high", "baseline", "pairs", "difference", "difference_low", "difference_high", "p_value", "p_value_holm",
            "p_signed_rank", "p_signed_rank_holm", "missing_seeds");
        foreach (var row in board.Rows)
        {
            var (summary, comparison) = (row.Summary, row.Comparison);
            CsvText.Line(
                text, row.Configuration.Label, board.Metric, summary.Count, summary.Mean, summary.StandardDeviation, summary.Interval?.Low, summary.Interval?.High, row.Baseline?.Label,
                comparison?.Difference.Count, comparison?.Difference.Mean, comparison?.Difference.Interval?.Low, comparison?.Difference.Interval?.High, comparison?.PValue, row.AdjustedPValue,
                comparison?.SignedRank?.PValue, row.AdjustedSignedRank, string.Join(' ', row.Missing.Select(missing => missing.Seed)));
        }

        return text.ToString();
    }

    /// <summary>Mean, spread and interval of each configuration.</summary>
    public static TextTable Means(Leaderboard board)
    {
        var figures = Figures.For(board);
        return new TextTable(
            ["configuration", "mean ± sd", "95 % interval", "n"],
            [.. board.Rows.Select(row => (string[])[row.Configuration.Label, figures.Mean(row.Summary), figures.Interval(row.Summary.Interval), Count(row)])]);
    }

    // On a terminal one table must do: where there is a comparison, its interval is the one to look at.
    private static TextTable Combined(Leaderboard board)
    {
        if (!board.Compared.Any())
            return Means(board);
        var figures = Figures.For(board);
        var comparisons = ComparisonText.Columns(board);
        return new TextTable(
            ["configuration", "mean ± sd", "n", .. comparisons.Select(column => column.Header)],
            [.. board.Rows.Select(row => (string[])
            [
                row.Configuration.Label, figures.Mean(row.Summary), Count(row),
                .. comparisons.Select((column, i) => row.Comparison is not null ? column.Cell(row) : i == 0 && row.IsBaseline ? "baseline" : ""),
            ])]);
    }
}
