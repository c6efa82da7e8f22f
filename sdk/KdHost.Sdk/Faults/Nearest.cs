namespace KdHost.Sdk.Faults;

/// <summary>Finds the name that a user most likely meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the smallest edit distance to <paramref name="name"/>, or null when none is near.</summary>
    /// <param name="name">What the user wrote.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>A candidate within a third of the length of <paramref name="name"/> (at least 2 edits), or null.</returns>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        var best = candidates
            .Select(candidate => (candidate, distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.distance)
            .FirstOrDefault();
        return best.candidate is not null && best.distance <= Math.Max(2, name.Length / 3) ? best.candidate : null;
    }

    /// <summary>The remedy line for an unknown name: the nearest one when there is one, else all valid ones.</summary>
    /// <param name="name">What the user wrote.</param>
    /// <param name="candidates">The names that exist.</param>
    public static string Fix(string name, IReadOnlyCollection<string> candidates) =>
        To(name, candidates) is { } near ? $"did you mean \"{near}\"?" : $"use one of: {string.Join(", ", candidates)}";

    // Levenshtein distance with a swap of two neighbours counted as one edit.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
