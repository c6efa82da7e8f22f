namespace KdHost.MLflow;

/// <summary>Checks paths inside a run's artifacts, so that none leads out of it.</summary>
internal static class ArtifactPath
{
    internal static void Check(string path)
    {
        if (Problem(path) is { } problem)
            throw Limit.Refused($"The artifact path \"{path}\" is not valid: {problem}. Use a relative path joined by slashes, such as plots/loss.png.");
    }

    /// <summary>The path with each of its parts escaped for a URL.</summary>
    internal static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string? Problem(string path)
    {
        if (path.Length == 0)
            return "it is empty";
        if (path.Contains('\\') || path.Contains(':') || path.Any(char.IsControl))
            return "it holds a backslash, a colon or a control character";
        return path.Split('/').Any(part => part is "" or "." or "..") ? "it has an empty, \".\" or \"..\" part" : null;
    }
}
