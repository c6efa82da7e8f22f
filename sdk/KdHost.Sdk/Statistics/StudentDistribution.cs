using MathNet.Numerics.Distributions;

namespace KdHost.Sdk.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentDistribution
{
    /// <summary>The value that a central interval reaches to on either side.</summary>
    /// <param name="confidence">Share of the distribution inside, such as 0.95.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Quantile(double confidence, int degrees) => StudentT.InvCDF(0, 1, degrees, (1 + confidence) / 2);

    /// <summary>Probability of a value at least as far from zero as <paramref name="t"/>.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double TwoSided(double t, int degrees) => 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(t));
}
