using System.Text.RegularExpressions;

namespace KdHost.Host.Reports.Failures;

/// <summary>What two messages of the same failure have in common: the text without addresses, ids, paths and numbers.</summary>
internal static partial class FailureSignature
{
    private const int LongestMessage = 2000;

    /// <summary>Reduces a message to its signature.</summary>
    public static string Of(string message)
    {
        var text = message.Length > LongestMessage ? message[..LongestMessage] : message;
        text = Address().Replace(text, "<address>");
        text = Path().Replace(text, "<path>");
        text = Id().Replace(text, "<id>");
        text = Number().Replace(text, "<number>");
        return Space().Replace(text, " ").Trim();
    }

    [GeneratedRegex("""\b0x[0-9a-f]+\b""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    // With a drive, or at least two parts that begin with a slash: "and/or" and "train/loss" are words.
    [GeneratedRegex("""(?<![\w/\\<])(?:[A-Za-z]:[\\/][^\s'"<>|:*?]*|~?(?:/[^\s'"<>|:*?/]+){2,}/?)""")]
    private static partial Regex Path();

    // A GUID, or eight and more hexadecimal digits with a digit among them: "defaced" is a word.
    [GeneratedRegex("""\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}\b""", RegexOptions.IgnoreCase)]
    private static partial Regex Id();

    [GeneratedRegex("""(?<![\w<])[+-]?(?:\d+(?:[.,:]\d+)*(?:e[+-]?\d+)?|nan|inf(?:inity)?)\b""", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex("""\s+""")]
    private static partial Regex Space();
}
