using KdHost.Host.Reports.Pages;

namespace KdHost.Host.Reports.Plots;

/// <summary>Parallel coordinates: one line a configuration through its parameters to its result, coloured by the result.</summary>
internal static class ParallelPlot
{
    /// <summary>How many configurations are drawn at most.</summary>
    public const int MostLines = 600;

    private const int Width = 880, Height = 340, Top = 40, Bottom = 16, Side = 84, Ticks = 6, Colours = 7, LongestTick = 16;

    /// <summary>Draws a leaderboard; nothing where no parameter varies or there are too few results.</summary>
    /// <param name="board">The results.</param>
    /// <param name="parameters">The parameters that vary.</param>
    public static Html Draw(Leaderboard board, IReadOnlyList<string> parameters)
    {
        var results = board.Rows.Where(row => row.Summary.Mean is not null).ToList();
        if (parameters.Count == 0 || results.Count < 2)
            return Html.Empty;

        // The best are drawn last, on top of the others.
        var rows = Thinning.Of(results, MostLines).Reverse().ToList();
        var axes = parameters.Select(parameter => new ParameterAxis(parameter, rows.Select(row => row.Configuration), Height - Bottom, Top)).ToList();
        var scale = LinearScale.Over(rows.Select(row => row.Summary.Mean!.Value), board.Maximize ? Height - Bottom : Top, board.Maximize ? Top : Height - Bottom);
        double X(int axis) => Side + ((Width - (2.0 * Side)) * axis / axes.Count);
        return Html.Of($"""
            <svg viewBox="0 0 {Width} {Height}" role="img" class="parallel" aria-label="Parallel coordinates of the varying parameters and {board.Metric}">
            {rows.Select((row, i) => Line(row, axes, scale, X, i * Colours / rows.Count))}{axes.Select((axis, i) => Axis(X(i), axis.Name, axis.Ticks))}{Axis(X(axes.Count), board.Metric, [.. scale.Ticks(Ticks).Select(tick => (scale[tick], FormattableString.Invariant($"{tick:G6}")))])}</svg>

            """);
    }

    private static Html Line(LeaderboardRow row, List<ParameterAxis> axes, LinearScale scale, Func<int, double> x, int colour)
    {
        var places = axes.Select((axis, i) => (X: x(i), Y: axis.Place(row.Configuration))).Append((x(axes.Count), scale[row.Summary.Mean!.Value])).Where(place => place.Y is not null);
        var path = Html.Of($"M{places.Select((place, i) => Html.Of($"{new Html(i == 0 ? "" : "L")}{place.X:0.#},{place.Y!.Value:0.#}"))}");
        return Html.Of($"<path class=\"way q{colour}\" d=\"{path}\"><title>{row.Configuration.Label}: {row.Summary.Mean!.Value:G6}</title></path>\n");
    }

    private static Html Axis(double x, string name, IReadOnlyList<(double Place, string Label)> ticks) => Html.Of($"""
        <line class="axis" x1="{x:f1}" x2="{x:f1}" y1="{Top}" y2="{Height - Bottom}"/><text class="label middle strong" x="{x:f1}" y="{Top - 20}">{name}</text>{ticks.Select(tick => Html.Of($"<text class=\"tick halo\" x=\"{x + 6:f1}\" y=\"{tick.Place + 4:f1}\">{Short(tick.Label)}</text>"))}

        """);

    private static string Short(string label) => label.Length > LongestTick ? label[..(LongestTick - 1)] + "…" : label;
}
