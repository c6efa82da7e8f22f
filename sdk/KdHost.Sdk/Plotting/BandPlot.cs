using System.Globalization;
using ScottPlot;

namespace KdHost.Sdk.Plotting;

/// <summary>Lines with bands whose two ends are free, on a linear or logarithmic vertical axis, with marked positions: for curves over seeds whose spread is not symmetric.</summary>
public sealed record BandPlot
{
    private const int Width = 1000, Height = 600;
    private const double BandOpacity = 0.18;

    /// <summary>Title above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>Label of the horizontal axis with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>Label of the vertical axis with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The lines, in the order of the legend.</summary>
    public required IReadOnlyList<BandLine> Lines { get; init; }

    /// <summary>Marked positions on the horizontal axis.</summary>
    public IReadOnlyList<BandMark> Marks { get; init; } = [];

    /// <summary>Whether the vertical axis is logarithmic; what is not positive is left out then.</summary>
    public bool LogY { get; init; }

    /// <summary>Draws into a PNG file.</summary>
    /// <param name="path">The file, ending in <c>.png</c>.</param>
    public void Save(string path)
    {
        using var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        foreach (var (place, line) in Lines.Index())
            Add(plot, line, palette.GetColor(line.Colour ?? place));
        foreach (var mark in Marks)
        {
            var drawn = plot.Add.VerticalLine(mark.X, 1.5f, palette.GetColor(mark.Colour), LinePattern.Dotted);
            drawn.LegendText = mark.Name;
        }

        plot.Title(Title);
        plot.XLabel(XLabel);
        plot.YLabel(YLabel);
        if (LogY)
            plot.Axes.Left.TickGenerator = Decades();
        plot.ShowLegend(Edge.Right);
        plot.SavePng(path, Width, Height);
    }

    private void Add(Plot plot, BandLine line, Color colour)
    {
        var kept = Enumerable.Range(0, line.X.Count).Where(i => double.IsFinite(line.Y[i]) && (!LogY || line.Y[i] > 0)).ToList();
        var drawn = plot.Add.Scatter(kept.Select(i => line.X[i]).ToArray(), kept.Select(i => Scale(line.Y[i])).ToArray(), colour);
        drawn.LegendText = line.Name;
        drawn.LineWidth = 2;
        drawn.LinePattern = line.IsDashed ? LinePattern.Dashed : LinePattern.Solid;
        drawn.MarkerSize = line.HasMarkers ? 7 : 0;
        if (line.Low is not { } low || line.High is not { } high)
            return;
        var inside = kept.Where(i => !LogY || low[i] > 0).ToList();
        if (inside.Count < 2)
            return;
        var band = plot.Add.FillY([.. inside.Select(i => (line.X[i], Scale(low[i]), Scale(high[i])))]);
        band.FillColor = colour.WithAlpha(BandOpacity);
        band.LineWidth = 0;
    }

    private double Scale(double value) => LogY ? Math.Log10(value) : value;

    private static ScottPlot.TickGenerators.NumericAutomatic Decades() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("0.########", CultureInfo.InvariantCulture),
    };
}

/// <summary>One line of a <see cref="BandPlot"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Vertical positions, as many.</param>
public sealed record BandLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Lower end of the band; null for no band.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper end of the band; null for no band.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Whether each point has a marker.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Which colour of the palette, so that lines of a kind share one; null for the line's own.</summary>
    public int? Colour { get; init; }
}

/// <summary>A marked position of a <see cref="BandPlot"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Horizontal position.</param>
/// <param name="Colour">Which colour of the palette.</param>
public sealed record BandMark(string Name, double X, int Colour);
