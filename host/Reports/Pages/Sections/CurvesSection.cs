using KdHost.Host.Reports.Plots;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>Learning curves, one figure a metric; the script shows the one that is chosen.</summary>
internal static class CurvesSection
{
    public static Html Of(ReportContent content)
    {
        var metrics = content.Curves.Metrics;
        if (metrics.Count == 0)
            return Html.Empty;
        var numbers = content.Shown.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index);
        var total = content.Results.Configurations.Count;
        var which = content.Shown.Count < total ? $" Shown are the best of {total} configurations and what they are compared with." : "";
        var thinned = metrics.Any(metric => metric.Curves.Any(curve => curve.Points.Count > CurvePlot.MostPoints)) ? $" Of long curves {CurvePlot.MostPoints} points are drawn." : "";
        return Html.Of($"""
            <p class="choice" hidden><label>Metric <select id="metric">{metrics.Select(metric => Html.Of($"<option>{metric.Metric}</option>"))}</select></label></p>
            <ul class="legend">{content.Shown.Select(configuration => Html.Of($"<li data-series=\"{numbers[configuration.Id]}\" tabindex=\"0\"><svg viewBox=\"0 0 34 10\" aria-hidden=\"true\"><path class=\"line s{numbers[configuration.Id]}\" d=\"M1,5H33\"/></svg>{configuration.Label}</li>"))}</ul>
            {metrics.Select(metric => Html.Of($"<figure class=\"curve scroll\" data-metric=\"{metric.Metric}\">{CurvePlot.Draw(metric, configuration => numbers[configuration.Id])}<figcaption>{metric.Metric}: mean over seeds, band of one standard deviation to both sides.{which}{thinned}</figcaption></figure>\n"))}

            """);
    }
}
