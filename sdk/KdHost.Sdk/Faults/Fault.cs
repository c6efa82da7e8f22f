using System.Text;

namespace KdHost.Sdk.Faults;

/// <summary>One thing wrong with what the user gave, told so that the user can mend it.</summary>
/// <param name="Problem">What is wrong, one sentence without a full stop.</param>
public sealed record Fault(string Problem)
{
    /// <summary>The file that holds the fault, as the user named it.</summary>
    public string? File { get; init; }

    /// <summary>Line in <see cref="File"/>, counted from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The key in the file, as a dotted path such as <c>parameters.teacher.model</c>.</summary>
    public string? Key { get; init; }

    /// <summary>What stands there.</summary>
    public string? Found { get; init; }

    /// <summary>What was expected there.</summary>
    public string? Expected { get; init; }

    /// <summary>What the user can do about it.</summary>
    public string? Fix { get; init; }

    /// <summary>The fault as the user reads it: the place and the problem, then one line each for found, expected and fix.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
            text.Append(File).Append(Line is null ? ": " : $":{Line}: ");
        if (Key is not null)
            text.Append(Key).Append(": ");
        text.Append(Problem);
        Append(text, "found", Found);
        Append(text, "expected", Expected);
        Append(text, "fix", Fix);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string label, string? value)
    {
        if (value is not null)
            text.Append('\n').Append("  ").Append((label + ":").PadRight(10)).Append(value);
    }
}
