namespace KdHost.Sdk.Statistics;

/// <summary>A confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies in it; its ends do.</summary>
    public bool Holds(double value) => Low <= value && value <= High;
}
