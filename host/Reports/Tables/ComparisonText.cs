namespace KdHost.Host.Reports.Tables;

/// <summary>The comparison of each configuration with its baseline, paired by seed.</summary>
internal static class ComparisonText
{
    /// <summary>The columns that a table of comparisons has. With one comparison there is nothing to correct for; below six pairs there is no signed-rank test.</summary>
    public static IReadOnlyList<ComparisonColumn> Columns(Leaderboard board)
    {
        var figures = Figures.For(board);
        var columns = new List<ComparisonColumn>
        {
            new("difference", row => figures.Signed(row.Comparison!.Difference.Mean)),
            new("95 % interval", row => figures.SignedInterval(row.Comparison!.Difference.Interval)),
        };
        if (board.Compared.Skip(1).Any())
            columns.Add(new("p", row => Figures.PValue(row.Comparison!.PValue)));
        columns.Add(new("p (Holm)", row => Figures.PValue(row.AdjustedPValue)));
        if (board.Rows.Any(row => row.Comparison?.SignedRank is not null))
            columns.Add(new("Wilcoxon (Holm)", row => Figures.PValue(row.AdjustedSignedRank)));
        columns.Add(new("verdict", row => Figures.Verdict(row.Comparison!.Judge(board.Maximize), row.AdjustedPValue)));
        return columns;
    }

    /// <summary>What a configuration is compared with: the values in which the baseline differs from it.</summary>
    public static string Baseline(LeaderboardRow row) => string.Join(' ', row.Baseline!.Point.Keys
        .Where(path => row.Baseline.Words(path) != row.Configuration.Words(path))
        .Select(path => $"{path}={row.Baseline.Words(path)}"));

    /// <summary>The comparisons alone.</summary>
    public static TextTable Of(Leaderboard board)
    {
        var columns = Columns(board);
        return new TextTable(
            ["configuration", "against", "pairs", .. columns.Select(column => column.Header)],
            [.. board.Compared.Select(row => (string[])[row.Configuration.Label, Baseline(row), $"{row.Comparison!.Difference.Count}", .. columns.Select(column => column.Cell(row))])]);
    }
}

/// <summary>A column of a table of comparisons.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Cell">The cell of a row that has a comparison.</param>
internal sealed record ComparisonColumn(string Header, Func<LeaderboardRow, string> Cell);
