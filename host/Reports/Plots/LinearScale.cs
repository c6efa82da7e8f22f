namespace KdHost.Host.Reports.Plots;

/// <summary>Maps values to places of a plot, with ticks at round numbers.</summary>
/// <param name="Low">The value at <paramref name="From"/>.</param>
/// <param name="High">The value at <paramref name="To"/>; larger than <paramref name="Low"/>.</param>
/// <param name="From">Place of the low end.</param>
/// <param name="To">Place of the high end.</param>
internal readonly record struct LinearScale(double Low, double High, double From, double To)
{
    /// <summary>A scale over some values with a margin on both sides.</summary>
    public static LinearScale Over(IEnumerable<double> values, double from, double to, double margin = 0.04)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
            (low, high) = (low - (Math.Abs(low) * 0.01) - 1e-9, high + (Math.Abs(high) * 0.01) + 1e-9);
        var room = (high - low) * margin;
        return new LinearScale(low - room, high + room, from, to);
    }

    /// <summary>The place of a value.</summary>
    public double this[double value] => From + ((value - Low) / (High - Low) * (To - From));

    /// <summary>Round values in the range.</summary>
    /// <param name="count">About how many.</param>
    public IReadOnlyList<double> Ticks(int count)
    {
        var rough = (High - Low) / Math.Max(1, count);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        var first = (long)Math.Ceiling(Low / step);
        return [.. Enumerable.Range(0, (int)Math.Max(0, Math.Floor(High / step) - first + 1)).Select(i => Math.Round((first + i) * step, 12))];
    }
}
