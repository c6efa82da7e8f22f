using KdHost.Host.Reports.Curves;
using KdHost.Host.Reports.Pages;

namespace KdHost.Host.Reports.Plots;

/// <summary>Curves over steps with a band of a standard deviation to both sides.</summary>
internal static class CurvePlot
{
    /// <summary>How many points of a curve are drawn at most.</summary>
    public const int MostPoints = 100;

    private const int Width = 880, Height = 360, Left = 64, Right = 12, Top = 12, Bottom = 44, XTicks = 8, YTicks = 6;

    /// <summary>Draws a metric.</summary>
    /// <param name="metric">The curves.</param>
    /// <param name="number">The number of a configuration's colour and dashes, the same in all plots.</param>
    public static Html Draw(MetricCurves metric, Func<Configuration, int> number)
    {
        var points = metric.Curves.SelectMany(curve => curve.Points).ToList();
        var x = LinearScale.Over(points.Select(point => (double)point.Step), Left, Width - Right, margin: 0);
        var y = LinearScale.Over(points.SelectMany(point => new[] { point.Mean - point.Deviation, point.Mean + point.Deviation }), Height - Bottom, Top);
        return Html.Of($"""
            <svg viewBox="0 0 {Width} {Height}" role="img" class="curves" data-x="{x.Low:R} {x.High:R} {x.From:R} {x.To:R}" data-y="{y.Low:R} {y.High:R} {y.From:R} {y.To:R}" aria-label="{metric.Metric} over steps">
            {Axes(x, y, metric.Metric)}{metric.Curves.Select(curve => Band(curve, x, y, number(curve.Configuration)))}{metric.Curves.Select(curve => Line(curve, x, y, number(curve.Configuration)))}<line class="cursor" y1="{Top}" y2="{Height - Bottom}" hidden="hidden"/></svg>

            """);
    }

    private static Html Axes(LinearScale x, LinearScale y, string metric) => Html.Of($"""
        {y.Ticks(YTicks).Select(tick => Html.Of($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y[tick]:f1}\" y2=\"{y[tick]:f1}\"/><text class=\"tick end\" x=\"{Left - 8}\" y=\"{y[tick] + 4:f1}\">{tick:G6}</text>"))}
        {x.Ticks(XTicks).Select(tick => Html.Of($"<text class=\"tick middle\" x=\"{x[tick]:f1}\" y=\"{Height - Bottom + 18}\">{tick:G8}</text>"))}
        <line class="axis" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/><text class="label middle" x="{(Left + Width - Right) / 2}" y="{Height - 6}">step</text><text class="label middle" transform="translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)">{metric}</text>

        """);

    private static Html Band(ConfigurationCurve curve, LinearScale x, LinearScale y, int number)
    {
        var points = Thinning.Of(curve.Points, MostPoints);
        if (points.All(point => point.Deviation == 0))
            return Html.Empty;
        var outline = points.Select(point => (point.Step, Value: point.Mean + point.Deviation)).Concat(points.Reverse().Select(point => (point.Step, Value: point.Mean - point.Deviation)));
        return Html.Of($"<path class=\"band s{number}\" data-series=\"{number}\" d=\"{Path(outline.Select(point => (x[point.Step], y[point.Value])))}Z\"/>\n");
    }

    private static Html Line(ConfigurationCurve curve, LinearScale x, LinearScale y, int number)
    {
        var path = Path(Thinning.Of(curve.Points, MostPoints).Select(point => (x[point.Step], y[point.Mean])));
        return Html.Of($"<path class=\"line s{number}\" data-series=\"{number}\" data-name=\"{curve.Configuration.Label}\" d=\"{path}\"><title>{curve.Configuration.Label}</title></path>\n");
    }

    private static Html Path(IEnumerable<(double X, double Y)> points) =>
        Html.Of($"M{points.Select((point, i) => Html.Of($"{new Html(i == 0 ? "" : "L")}{point.X:0.##},{point.Y:0.##}"))}");
}
