using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace KdHost.Sdk.Plotting;

/// <summary>Lines over any quantity, on linear or logarithmic axes, with bands, markers and reference lines.</summary>
public sealed record LinePlot
{
    private const int Width = 900, Height = 540, FewDecades = 3;
    private const float BandOpacity = 0.15f;

    /// <summary>Title above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>Label of the horizontal axis with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>Label of the vertical axis with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The lines, in the order of the legend.</summary>
    public required IReadOnlyList<PlotLine> Lines { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic; its positions are positive then.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic; its values are positive then.</summary>
    public bool LogY { get; init; }

    /// <summary>Limits of the vertical axis; null for those of the data.</summary>
    public (double Low, double High)? YLimits { get; init; }

    /// <summary>Where the legend stands.</summary>
    public LegendPlace Legend { get; init; } = LegendPlace.UpperRight;

    /// <summary>Draws into a PNG file.</summary>
    /// <param name="path">The file, ending in <c>.png</c>.</param>
    public void Save(string path)
    {
        using var plot = new Plot();
        foreach (var line in Lines)
            Add(plot, line);
        plot.Title(Title);
        plot.XLabel(XLabel);
        plot.YLabel(YLabel);
        if (LogX)
            plot.Axes.Bottom.TickGenerator = LogTicks(Lines.SelectMany(line => line.X));
        if (LogY)
            plot.Axes.Left.TickGenerator = LogTicks(Lines.SelectMany(line => line.Y));
        if (YLimits is { } limits)
            plot.Axes.SetLimitsY(Vertical(limits.Low), Vertical(limits.High));
        plot.ShowLegend(Enum.Parse<Alignment>($"{Legend}"));
        plot.SavePng(path, Width, Height);
    }

    private void Add(Plot plot, PlotLine line)
    {
        double[] x = [.. line.X.Select(Horizontal)], y = [.. line.Y.Select(Vertical)];
        var drawn = plot.Add.Scatter(x, y);
        drawn.LegendText = line.Name;
        drawn.LineWidth = line.Style == PlotLineStyle.Points ? 0 : 2;
        drawn.LinePattern = line.Style == PlotLineStyle.Dashed ? LinePattern.Dashed : LinePattern.Solid;
        drawn.MarkerSize = line.Style == PlotLineStyle.Dashed ? 0 : 7;
        if (line.Spread is not { } spread)
            return;
        var band = plot.Add.FillY([.. x.Zip(line.Y.Zip(spread, (v, s) => Vertical(v - s)), line.Y.Zip(spread, (v, s) => Vertical(v + s)))]);
        band.FillColor = drawn.Color.WithAlpha(BandOpacity);
        band.LineWidth = 0;
    }

    private double Horizontal(double x) => LogX ? Math.Log10(x) : x;

    private double Vertical(double y) => LogY ? Math.Log10(y) : y;

    // Powers of ten; on an axis of few decades twice and five times as much, too.
    private static NumericManual LogTicks(IEnumerable<double> values)
    {
        var positive = values.Where(value => value > 0).DefaultIfEmpty(1).ToList();
        var (low, high) = ((int)Math.Floor(Math.Log10(positive.Min())), (int)Math.Ceiling(Math.Log10(positive.Max())));
        int[] labelled = high - low <= FewDecades ? [1, 2, 5] : [1];
        var ticks = new NumericManual();
        for (var power = low; power <= high; power++)
        {
            for (var digit = 1; digit < 10; digit++)
            {
                var value = digit * Math.Pow(10, power);
                if (labelled.Contains(digit))
                    ticks.AddMajor(Math.Log10(value), value.ToString("#,0.######", CultureInfo.InvariantCulture));
                else
                    ticks.AddMinor(Math.Log10(value));
            }
        }

        return ticks;
    }
}

/// <summary>One line of a <see cref="LinePlot"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Vertical positions, as many.</param>
public sealed record PlotLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Half height of a band around the line, such as one standard deviation; null for no band.</summary>
    public IReadOnlyList<double>? Spread { get; init; }

    /// <summary>How it is drawn.</summary>
    public PlotLineStyle Style { get; init; }
}

/// <summary>How a <see cref="PlotLine"/> is drawn.</summary>
public enum PlotLineStyle
{
    /// <summary>A line with a marker at each point.</summary>
    Solid,

    /// <summary>A dashed line without markers, for a reference.</summary>
    Dashed,

    /// <summary>Markers alone.</summary>
    Points,
}

/// <summary>The corner in which a legend stands.</summary>
public enum LegendPlace
{
    /// <summary>Top left.</summary>
    UpperLeft,

    /// <summary>Top right.</summary>
    UpperRight,

    /// <summary>Bottom left.</summary>
    LowerLeft,

    /// <summary>Bottom right.</summary>
    LowerRight,
}
