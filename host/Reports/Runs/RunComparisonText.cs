using KdHost.Host.Reports.Tables;

namespace KdHost.Host.Reports.Runs;

/// <summary>Two runs side by side, for the terminal and for programs.</summary>
internal static class RunComparisonText
{
    /// <summary>The table of matched configurations.</summary>
    public static TextTable ToTable(RunComparison comparison)
    {
        var board = comparison.Board;
        var figures = Figures.For(board);
        var columns = ComparisonText.Columns(board);
        return new TextTable(
            ["configuration", "first", "second", "pairs", .. columns.Select(column => column.Header)],
            [.. board.Rows.Select(row => (string[])
            [
                Label(row), figures.Mean(Leaderboard.Row(row.Baseline!, board.Metric).Summary), figures.Mean(row.Summary), $"{row.Comparison!.Difference.Count}", .. columns.Select(column => column.Cell(row)),
            ])]);
    }

    /// <summary>The shape that <c>kd compare --json</c> prints.</summary>
    public static object ToJson(RunComparison comparison, IReadOnlyList<EnvironmentDifference> environment) => new
    {
        comparison.Board.Metric,
        Direction = comparison.Board.Maximize ? "maximize" : "minimize",
        Parameters = comparison.Differences,
        Environment = environment,
        Configurations = comparison.Board.Rows.Select(row => new
        {
            First = row.Baseline!.Label,
            Second = row.Configuration.Label,
            FirstSummary = Leaderboard.Row(row.Baseline, comparison.Board.Metric).Summary,
            SecondSummary = row.Summary,
            Pairs = row.Comparison!.Difference.Count,
            Difference = row.Comparison.Difference.Mean,
            row.Comparison.Difference.Interval,
            row.Comparison.PValue,
            row.AdjustedPValue,
            SignedRankPValue = row.Comparison.SignedRank?.PValue,
            row.AdjustedSignedRank,
            Verdict = row.Comparison.Judge(comparison.Board.Maximize).Kind,
        }),
        OnlyFirst = comparison.OnlyFirst.Select(configuration => configuration.Label),
        OnlySecond = comparison.OnlySecond.Select(configuration => configuration.Label),
    };

    private static string Label(LeaderboardRow row) => row.Baseline!.Label == row.Configuration.Label ? row.Configuration.Label : $"{row.Baseline.Label} -> {row.Configuration.Label}";
}
