using KdHost.Host.Reports.Pages;
using KdHost.Host.Reports.Tables;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Reports.Plots;

/// <summary>Differences from the baseline with their intervals, one row a configuration.</summary>
internal static class IntervalPlot
{
    /// <summary>How many rows are drawn at most.</summary>
    public const int MostRows = 40;

    private const int Width = 880, RowHeight = 26, Top = 26, Bottom = 40, LabelWidth = 330, Right = 190, Ticks = 6, LongestLabel = 52;

    /// <summary>Draws the comparisons of a leaderboard, the best configurations where there are many.</summary>
    public static Html Draw(Leaderboard board)
    {
        var rows = board.Compared.Where(row => row.Comparison!.Difference.Mean is not null).Take(MostRows).ToList();
        if (rows.Count == 0)
            return Html.Empty;
        var figures = Figures.For(board);
        var height = Top + (rows.Count * RowHeight) + Bottom;
        var differences = rows.Select(row => row.Comparison!.Difference).ToList();
        var values = differences.SelectMany(difference => new[] { difference.Mean!.Value, difference.Interval?.Low ?? 0, difference.Interval?.High ?? 0 });
        var x = LinearScale.Over(values.Append(0), LabelWidth, Width - Right);
        return Html.Of($"""
            <svg viewBox="0 0 {Width} {height}" role="img" aria-label="Differences from the baseline with 95 % intervals">
            {x.Ticks(Ticks).Select(tick => Html.Of($"<line class=\"grid\" x1=\"{x[tick]:f1}\" x2=\"{x[tick]:f1}\" y1=\"{Top}\" y2=\"{height - Bottom}\"/><text class=\"tick middle\" x=\"{x[tick]:f1}\" y=\"{height - Bottom + 16}\">{figures.Signed(tick)}</text>"))}
            <line class="zero" x1="{x[0]:f1}" x2="{x[0]:f1}" y1="{Top - 4}" y2="{height - Bottom}"/><text class="tick middle" x="{x[0]:f1}" y="{Top - 10}">baseline</text>
            <text class="label middle" x="{(LabelWidth + Width - Right) / 2}" y="{height - 4}">difference in {board.Metric} ({(board.Maximize ? "right" : "left")} of the line is better)</text>
            {rows.Select((row, i) => Row(row, Top + (i * RowHeight) + (RowHeight / 2), x, figures, board.Maximize))}</svg>

            """);
    }

    private static Html Row(LeaderboardRow row, int y, LinearScale x, Figures figures, bool maximize)
    {
        var difference = row.Comparison!.Difference;
        var verdict = row.Comparison.Judge(maximize);
        var name = row.Configuration.Label;
        var shown = name.Length > LongestLabel ? name[..(LongestLabel - 1)] + "…" : name;
        var whisker = difference.Interval is { } range
            ? Html.Of($"<path class=\"whisker\" d=\"M{x[range.Low]:f1},{y}H{x[range.High]:f1}M{x[range.Low]:f1},{y - 4}v8M{x[range.High]:f1},{y - 4}v8\"/>") : Html.Empty;
        var words = difference.Interval is null ? figures.Signed(difference.Mean) : $"{figures.Signed(difference.Mean)} {figures.SignedInterval(difference.Interval)}";
        return Html.Of($"""
            <g class="{Kind(verdict.Kind)}"><title>{name} against {row.Baseline!.Label}: {words}, {verdict.Words}</title><text class="row end" x="{LabelWidth - 14}" y="{y + 4}">{shown}</text>{whisker}{Mark(verdict.Kind, x[difference.Mean!.Value], y)}<text class="row number" x="{Width - Right + 14}" y="{y + 4}">{words}</text></g>

            """);
    }

    private static string Kind(VerdictKind kind) => kind is VerdictKind.Better or VerdictKind.Worse ? $"{kind}".ToLowerInvariant() : "unsure";

    // The shape says what the colour says: a disc is better, a square is worse, a ring shows nothing.
    private static Html Mark(VerdictKind kind, double x, int y) => kind == VerdictKind.Worse
        ? Html.Of($"<rect class=\"mark\" x=\"{x - 4.5:f1}\" y=\"{y - 4.5:f1}\" width=\"9\" height=\"9\"/>")
        : Html.Of($"<circle class=\"mark\" cx=\"{x:f1}\" cy=\"{y}\" r=\"5\"/>");
}
