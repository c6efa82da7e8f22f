using System.Globalization;
using System.Text;

namespace KdHost.Host.Reports.Tables;

/// <summary>Writes CSV after RFC 4180: texts are quoted where they must be, numbers are unrounded.</summary>
internal static class CsvText
{
    /// <summary>Adds a line.</summary>
    public static void Line(StringBuilder text, params IEnumerable<object?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        string words => Quote(words),
        _ => Quote(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
