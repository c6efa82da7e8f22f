using System.Globalization;

namespace KdHost.Host.Execution.Devices;

/// <summary>Amounts of memory as people write them.</summary>
internal static class ByteSize
{
    private static readonly Dictionary<string, long> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["B"] = 1,
        ["KB"] = 1_000,
        ["MB"] = 1_000_000,
        ["GB"] = 1_000_000_000,
        ["TB"] = 1_000_000_000_000,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
        ["TiB"] = 1L << 40,
    };

    /// <summary>Reads <c>4GB</c>, <c>1.5 GiB</c> or <c>800MB</c>; null when it is no amount.</summary>
    public static long? Parse(string text)
    {
        var unit = text.TrimEnd().Length - text.TrimEnd().Reverse().TakeWhile(char.IsAsciiLetter).Count();
        return Units.TryGetValue(text[unit..].Trim(), out var factor)
            && decimal.TryParse(text[..unit], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number * factor is >= 1 and < long.MaxValue
            ? (long)(number * factor) : null;
    }

    /// <summary>An amount with its most fitting decimal unit.</summary>
    public static string Show(long bytes)
    {
        var (unit, factor) = Units.Where(pair => !pair.Key.Contains('i', StringComparison.Ordinal) && pair.Value <= Math.Max(bytes, 1)).MaxBy(pair => pair.Value);
        return string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / factor:0.#} {unit}");
    }
}
