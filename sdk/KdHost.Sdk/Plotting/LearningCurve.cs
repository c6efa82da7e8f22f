using ScottPlot;

namespace KdHost.Sdk.Plotting;

/// <summary>Draws curves over epochs.</summary>
public static class LearningCurve
{
    private const int Width = 900, Height = 540;

    /// <summary>Draws curves into a PNG file.</summary>
    /// <param name="path">The file, ending in <c>.png</c>.</param>
    /// <param name="title">Title above the figure.</param>
    /// <param name="yLabel">Label of the vertical axis with its unit.</param>
    /// <param name="curves">Curves with their name in the legend.</param>
    public static void Save(string path, string title, string yLabel, params IReadOnlyList<Curve> curves)
    {
        using var plot = new Plot();
        foreach (var curve in curves)
        {
            var line = plot.Add.ScatterLine(curve.Steps.ToArray(), curve.Values.ToArray());
            line.LegendText = curve.Name;
            line.LineWidth = 2;
            if (curve.Spread is not { } spread)
                continue;
            var (low, high) = (curve.Values.Zip(spread, (v, s) => v - s), curve.Values.Zip(spread, (v, s) => v + s));
            var band = plot.Add.FillY([.. curve.Steps.Zip(low, high)]);
            band.FillColor = line.Color.WithAlpha(0.15);
            band.LineWidth = 0;
        }

        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel(yLabel);
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng(path, Width, Height);
    }
}

/// <summary>One curve.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Steps">Horizontal positions.</param>
/// <param name="Values">Vertical positions, as many as steps.</param>
public sealed record Curve(string Name, IReadOnlyList<double> Steps, IReadOnlyList<double> Values)
{
    /// <summary>Half height of a band around the curve, such as one standard deviation; null for no band.</summary>
    public IReadOnlyList<double>? Spread { get; init; }
}
