using System.Text;

namespace KdHost.MLflow;

/// <summary>
/// Names of metrics, params and tags that every MLflow from 2.0 on takes: letters of any script, digits,
/// <c>_ - .</c>, spaces and inner slashes. Newer servers would also take colons.
/// </summary>
public static class MlflowName
{
    /// <summary>Whether a name is legal everywhere.</summary>
    /// <param name="name">The name.</param>
    public static bool IsValid(string name) => Problem(name) is null;

    /// <summary>What is wrong with a name, or null.</summary>
    /// <param name="name">The name.</param>
    public static string? Problem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
            return "it is empty";
        if (name.EnumerateRunes().Count() > MlflowLimits.Key)
            return $"it is longer than {MlflowLimits.Key} characters";
        if (name.EnumerateRunes().FirstOrDefault(rune => !IsAllowed(rune)) is var bad && bad != default)
            return $"it holds \"{bad}\"; only letters, digits, underscores, dashes, periods, spaces and slashes are allowed";
        if (name.Split('/').Any(part => part is "" or "." or ".."))
            return "as a path it would mean another name: it begins or ends with a slash, or has an empty, \".\" or \"..\" part";
        return null;
    }

    /// <summary>The name itself if it is legal, else a legal one that resembles it most.</summary>
    /// <param name="name">Any text.</param>
    public static string Nearest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var allowed = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
            allowed.Append(IsAllowed(rune) ? rune.ToString() : "_");

        var parts = allowed.ToString().Split('/').Where(part => part is not ("" or "." or ".."));
        var joined = string.Join('/', parts);
        var cut = Cut(joined.Length == 0 ? "_" : joined).TrimEnd('/');
        return IsValid(cut) ? cut : Nearest(cut);
    }

    /// <summary>Throws when a name is not legal; the message names the nearest legal one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names, such as <c>metric</c>.</param>
    /// <exception cref="MlflowException">The name is not legal.</exception>
    public static void Check(string name, string what)
    {
        if (Problem(name) is { } problem)
        {
            throw new MlflowException($"The {what} name \"{name}\" is not valid: {problem}. The nearest valid name is \"{Nearest(name)}\".")
            {
                ErrorCode = MlflowErrorCode.InvalidParameterValue,
            };
        }
    }

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or '.' or ' ' or '/';

    private static string Cut(string name)
    {
        var runes = name.EnumerateRunes().Take(MlflowLimits.Key);
        return string.Concat(runes.Select(rune => rune.ToString()));
    }
}
