using KdHost.Host.Reports.Tables;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>The table of all configurations, best first, one column a parameter.</summary>
internal static class LeaderboardSection
{
    public static Html Of(ReportContent content)
    {
        var board = content.Board.Best(ReportWords.MostRows);
        var figures = Figures.For(board);
        var parameters = content.Results.VaryingParameters;
        Column[] columns = [new("rank", true), .. parameters.Count == 0 ? [new Column("configuration")] : parameters.Select(name => new Column(name)), new("mean ± sd", true), new("95 % interval", true), new("n", true), new("note")];
        var rows = board.Rows.Select((row, i) => (string[])
        [
            $"{i + 1}", .. parameters.Count == 0 ? [row.Configuration.Label] : parameters.Select(row.Configuration.Words), figures.Mean(row.Summary),
            row.Summary.Interval is null && row.Summary.Count == 1 ? "one seed" : figures.Interval(row.Summary.Interval), $"{row.Summary.Count}", Note(row),
        ]);
        return Html.Of($"{Html.Table($"{board.Metric}: mean ± standard deviation over n seeds, and the 95 % interval of the mean", columns, rows)}");
    }

    private static string Note(LeaderboardRow row) => string.Join("; ", new[] { row.IsBaseline ? "baseline" : "", LeaderboardText.Missing(row) }.Where(note => note.Length > 0));
}
