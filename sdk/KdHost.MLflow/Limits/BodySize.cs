namespace KdHost.MLflow;

/// <summary>Upper bounds of how many bytes things take in a JSON body.</summary>
internal static class BodySize
{
    // {"key":"","value":"…","timestamp":…,"step":…}, with 24 digits of a double and 20 of each integer.
    private const int MetricFrame = 112;

    private const int PairFrame = 24;

    internal static int Of(Metric metric) => MetricFrame + Text(metric.Key);

    internal static int Of(Param param) => PairFrame + Text(param.Key) + Text(param.Value);

    internal static int Of(Tag tag) => PairFrame + Text(tag.Key) + Text(tag.Value);

    // The serializer writes plain ASCII as it is and most of the rest as \uXXXX, 6 bytes a UTF-16 unit.
    private static int Text(string text)
    {
        var bytes = 0;
        foreach (var character in text)
            bytes += char.IsAsciiLetterOrDigit(character) || character is ' ' or '.' or '/' or '_' or '-' ? 1 : 6;
        return bytes;
    }
}
