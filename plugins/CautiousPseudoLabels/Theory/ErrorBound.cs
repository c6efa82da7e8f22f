namespace KdHost.Plugins.CautiousPseudoLabels.Theory;

/// <summary>Eq. (10): the bound on the error of pseudo labels.</summary>
internal static class ErrorBound
{
    /// <summary><c>2 (q + A)</c> with q = 1 − smallest selected confidence and A = 1 − κ; above 1 it says nothing.</summary>
    /// <param name="smallestConfidence">Smallest confidence of the selected.</param>
    /// <param name="consistency">κ.</param>
    public static double Of(double smallestConfidence, double consistency) => 2 * ((1 - smallestConfidence) + (1 - consistency));
}
