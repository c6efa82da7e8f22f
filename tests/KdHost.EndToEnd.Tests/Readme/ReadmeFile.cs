using System.Text.RegularExpressions;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Readme;

/// <summary>The README and the code in it.</summary>
internal static partial class ReadmeFile
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    /// <summary>Files that the README tells the reader to write: a line with the path, then the content. By path.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } =
        NamedBlock().Matches(Text).ToDictionary(match => match.Groups["path"].Value, match => match.Groups["content"].Value);

    /// <summary>The first code block of a language.</summary>
    public static string Block(string language) => Regex.Match(Text, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

    /// <summary>The code block without a language that begins with a line.</summary>
    public static string PlainBlock(string first) => Regex.Match(Text, $"^```\n({first}\n.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

    /// <summary>The paths in backticks that should exist in the repository.</summary>
    public static IEnumerable<string> Paths { get; } =
        [.. RepositoryPath().Matches(Text).Select(match => match.Groups[1].Value).Where(path => !Files.Keys.Any(file => file.StartsWith(path, StringComparison.Ordinal))).Distinct()];

    [GeneratedRegex(@"^`(?<path>[^`]+)`\n\n```\w+\n(?<content>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex NamedBlock();

    [GeneratedRegex(@"(?<!/)((?:plugins|sdk|tests|experiments)/[\w./-]*\w)")]
    private static partial Regex RepositoryPath();
}
