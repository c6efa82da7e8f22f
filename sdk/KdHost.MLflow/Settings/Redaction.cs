namespace KdHost.MLflow;

/// <summary>Keeps credentials out of what people read.</summary>
internal static class Redaction
{
    /// <summary>An address without user name, password and query.</summary>
    internal static string Address(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return uri;
        start += 3;
        var end = uri.IndexOfAny(['/', '?', '#'], start);
        if (end < 0)
            end = uri.Length;
        var at = uri.LastIndexOf('@', end - 1, end - start);
        var shown = at < 0 ? uri : uri.Remove(start, at + 1 - start);
        var query = shown.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? shown : shown[..query];
    }
}
