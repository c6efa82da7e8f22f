namespace KdHost.EndToEnd.Tests.Support;

/// <summary>What a user must read when the input is wrong.</summary>
internal static class FaultMessage
{
    /// <summary>Fails unless a command refused its input with exit code 2 and one message that has all its parts.</summary>
    /// <param name="result">How the command ended.</param>
    /// <param name="place">What the message begins with, such as <c>x.json:4: parameters.epochs</c>.</param>
    /// <param name="found">Part of the line "found".</param>
    /// <param name="expected">Part of the line "expected".</param>
    /// <param name="fix">Part of the line "fix".</param>
    public static void MustRefuse(this KdResult result, string place, string found, string expected, string fix)
    {
        result.MustEndWith(2);
        Assert.Contains($"error: {place}", result.Errors, StringComparison.Ordinal);
        Assert.Contains(found, Line(result, "found"), StringComparison.Ordinal);
        Assert.Contains(expected, Line(result, "expected"), StringComparison.Ordinal);
        Assert.Contains(fix, Line(result, "fix"), StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", result.Errors, StringComparison.Ordinal);
    }

    private static string Line(KdResult result, string label)
    {
        var lines = result.Errors.Split('\n').Where(line => line.StartsWith($"  {label}:", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count == 1, $"{lines.Count} lines \"{label}\" instead of one\n{result}");
        return lines[0];
    }
}
