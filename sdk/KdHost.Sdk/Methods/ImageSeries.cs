using System.Globalization;

namespace KdHost.Sdk.Methods;

/// <summary>Images over steps, which the MLflow UI shows with a slider, beside each other across trials.</summary>
public static class ImageSeries
{
    /// <summary>Saves one image of a series.</summary>
    /// <param name="artifacts">The trial's door for files.</param>
    /// <param name="series">Name of the series; a slash groups, as in <c>filters/first</c>.</param>
    /// <param name="step">The position in the series, usually the epoch; not negative.</param>
    /// <param name="write">Writes a PNG file to the full path that it is given.</param>
    public static void SaveImage(this IArtifacts artifacts, string series, long step, Action<string> write)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        artifacts.Save(string.Create(CultureInfo.InvariantCulture, $"images/{series}/{step}.png"), write);
    }
}
