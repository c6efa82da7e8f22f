using System.Text.RegularExpressions;

namespace KdHost.Sdk.Data.Texts;

/// <summary>Cuts texts into words.</summary>
public static partial class Tokenizer
{
    /// <summary>Lower-case words, numbers and single punctuation marks; tags such as <c>&lt;br /&gt;</c> are left out.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Words(string text)
    {
        foreach (Match match in Token().Matches(text))
        {
            if (text[match.Index] != '<')
                yield return match.Value.ToLowerInvariant();
        }
    }

    // A tag, a word with inner apostrophes, or a mark of punctuation.
    [GeneratedRegex(@"<[^<>]{1,40}>|[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*|[.,!?;:]")]
    private static partial Regex Token();
}
