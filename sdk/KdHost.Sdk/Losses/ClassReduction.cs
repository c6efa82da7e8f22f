namespace KdHost.Sdk.Losses;

/// <summary>How the classes of one image are put together in a loss of one term a class.</summary>
public enum ClassReduction
{
    /// <summary>The mean over the classes.</summary>
    Mean,

    /// <summary>The sum over the classes.</summary>
    Sum,
}
