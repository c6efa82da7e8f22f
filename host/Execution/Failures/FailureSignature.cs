using System.Text.RegularExpressions;
using KdHost.Host.Journal;

namespace KdHost.Host.Execution.Failures;

/// <summary>What failures of one cause have in common: their class, and their message without what differs from trial to trial.</summary>
internal static partial class FailureSignature
{
    /// <summary>The signature of a failure.</summary>
    public static string Of(Failure failure) => $"{failure.Kind.Word()}: {Varying().Replace(failure.Message, "#")}";

    // Paths; then addresses, ids and digests; then numbers with their sign, point and exponent.
    [GeneratedRegex("""(?:[A-Za-z]:)?[\\/][^\s'",;:]+|\b0x[0-9a-fA-F]+\b|\b[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4,})*\b|[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?""")]
    private static partial Regex Varying();
}
