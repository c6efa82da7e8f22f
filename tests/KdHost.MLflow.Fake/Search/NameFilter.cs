using System.Text.RegularExpressions;

namespace KdHost.MLflow.Fake.Search;

/// <summary>Filters by name, the only ones that the fake knows of experiments and models.</summary>
internal static partial class NameFilter
{
    /// <summary>Whether a name fulfils a filter; every name does when there is none.</summary>
    internal static bool Holds(string? filter, string name)
    {
        var match = Comparison().Match(filter ?? "");
        if (!match.Success)
            return true;
        var wanted = match.Groups["name"].Value;
        return match.Groups["operator"].Value == "="
            ? name == wanted
            : Regex.IsMatch(name, $"^{Regex.Escape(wanted).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.')}$");
    }

    [GeneratedRegex("""^name\s*(?<operator>=|LIKE)\s*['"](?<name>.*)['"]$""")]
    private static partial Regex Comparison();
}
