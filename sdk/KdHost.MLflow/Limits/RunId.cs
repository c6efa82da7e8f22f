namespace KdHost.MLflow;

/// <summary>Ids that a caller wants for new runs.</summary>
internal static class RunId
{
    // The width of MLflow's column.
    private const int Longest = 32;

    internal static void Check(string? wanted)
    {
        if (wanted is null)
            return;
        if (wanted.Length is 0 or > Longest || !char.IsAsciiLetterOrDigit(wanted[0]) || !wanted.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            throw Limit.Refused($"The run id \"{wanted}\" is not valid: it should be 1 to {Longest} letters, digits, underscores and dashes, and begin with a letter or digit.");
    }
}
