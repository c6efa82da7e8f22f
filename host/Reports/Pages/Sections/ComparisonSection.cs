using KdHost.Host.Reports.Plots;
using KdHost.Host.Reports.Tables;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>Each configuration against its baseline, as a plot with intervals and as a table.</summary>
internal static class ComparisonSection
{
    private static readonly string[] Words = ["configuration", "against", "verdict"];

    public static Html Of(ReportContent content)
    {
        var board = content.Board.Best(ReportWords.MostRows);
        if (!board.Compared.Any())
            return Html.Empty;
        var table = ComparisonText.Of(board);
        var columns = table.Header.Select(name => new Column(name, !Words.Contains(name)));
        var rest = board.Compared.Skip(IntervalPlot.MostRows).Any() ? $" The plot has the best {IntervalPlot.MostRows}." : "";
        return Html.Of($"""
            <figure class="scroll">{IntervalPlot.Draw(board)}<figcaption>Mean difference and 95 % interval. A disc is better, a square is worse, a ring shows no difference or rests on too few seeds.{rest}</figcaption></figure>
            {Html.Table("Differences from the baseline, paired by seed", columns, table.Rows)}<p class="note">{ReportWords.AboutComparisons}</p>

            """);
    }
}
