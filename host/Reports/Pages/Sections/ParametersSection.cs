using KdHost.Host.Reports.Plots;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>Parallel coordinates over the parameters that vary.</summary>
internal static class ParametersSection
{
    public static Html Of(ReportContent content)
    {
        var plot = ParallelPlot.Draw(content.Board, content.Results.VaryingParameters);
        if (plot.Text.Length == 0)
            return Html.Empty;
        var thinned = content.Board.Rows.Count > ParallelPlot.MostLines ? $" Drawn are {ParallelPlot.MostLines} of {content.Board.Rows.Count}, evenly spread over the ranking." : "";
        return Html.Of($"<figure class=\"scroll\">{plot}<figcaption>Each line is a configuration, from its parameters to its mean {content.Board.Metric}; the better, the stronger its colour and the higher its end.{thinned}</figcaption></figure>\n");
    }
}
