namespace KdHost.Plugins.CautiousPseudoLabels.Theory;

/// <summary>Eqs. (11) and (12): how a selection moves the loss of the next round.</summary>
internal static class SelectionCovariance
{
    /// <summary>Covariance over the m candidates of cross-entropy and selection: <c>(1/m) Σ r ce − (k/m) (1/m) Σ ce</c>.</summary>
    /// <param name="selectedSum">Σ ce over the selected.</param>
    /// <param name="selected">k.</param>
    /// <param name="sum">Σ ce over all candidates.</param>
    /// <param name="candidates">m.</param>
    public static double Of(double selectedSum, long selected, double sum, long candidates) =>
        (selectedSum / candidates) - ((double)selected / candidates * (sum / candidates));

    /// <summary>Eq. (12): the loss over the enlarged set, <c>β Cov + (|O| L_O + k mean_U ce) / (|O| + k)</c>.</summary>
    /// <param name="covariance">The covariance.</param>
    /// <param name="labelledSum">Σ ce over the labelled.</param>
    /// <param name="labelled">|O|.</param>
    /// <param name="selected">k.</param>
    /// <param name="sum">Σ ce over all candidates.</param>
    /// <param name="candidates">m.</param>
    public static double NextLoss(double covariance, double labelledSum, long labelled, long selected, double sum, long candidates) =>
        (Beta(labelled, selected, candidates) * covariance) + ((labelledSum + (selected * sum / candidates)) / (labelled + selected));

    /// <summary>β = m / (|O| + k).</summary>
    public static double Beta(long labelled, long selected, long candidates) => (double)candidates / (labelled + selected);
}
