namespace KdHost.Host.Tests.Support;

/// <summary>Compares numbers that came about in different ways.</summary>
internal static class Near
{
    /// <summary>Fails unless two numbers agree up to a share of the larger.</summary>
    /// <param name="expected">What should be.</param>
    /// <param name="actual">What is; null fails.</param>
    /// <param name="relative">The share.</param>
    /// <param name="absolute">Difference that is always allowed, for numbers that should be zero.</param>
    public static void Equal(double expected, double? actual, double relative = 1e-9, double absolute = 0)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected, actual.Value, Math.Max(absolute, relative * Math.Max(Math.Abs(expected), Math.Abs(actual.Value))));
    }
}
