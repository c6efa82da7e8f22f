using System.Globalization;

namespace KdHost.MLflow;

/// <summary>
/// Numbers as text for params: invariant and as short as reads back the same, so that sending a param again sends
/// the same text (another text under the same key is refused).
/// </summary>
public static class MlflowNumber
{
    /// <summary>Shortest text that reads back to the same number, such as <c>0.1</c> or <c>1e-05</c>.</summary>
    /// <param name="value">Any number; NaN and infinities as <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</param>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture).ToLowerExponent();

    /// <inheritdoc cref="Text(double)"/>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture).ToLowerExponent();

    /// <summary>The digits.</summary>
    /// <param name="value">Any integer.</param>
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Python writes 1e-05; the same spelling lets runs of both languages share a column.
    private static string ToLowerExponent(this string number) => number.Replace('E', 'e');
}
