using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace KdHost.Testing.Conformance;

/// <summary>How a failed check speaks: what is wrong, and the fix.</summary>
internal static class Nonconformance
{
    public static void Unless([DoesNotReturnIf(false)] bool holds, string problem, string fix)
    {
        if (!holds)
            Assert.Fail($"{problem}\n  fix: {fix}");
    }
}
