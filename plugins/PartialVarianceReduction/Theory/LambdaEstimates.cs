namespace KdHost.Plugins.PartialVarianceReduction.Theory;

/// <summary>Ways to estimate the best λ; each answers another question.</summary>
public enum LambdaEstimator
{
    /// <summary>Minimises the bound under strong convexity, Eq. (E12).</summary>
    Strong,

    /// <summary>Minimises the bound under the Polyak–Łojasiewicz condition, Eq. (E13).</summary>
    Pl,

    /// <summary>Minimises the noise alone, Eq. (E14): for unbiased distillation.</summary>
    Unbiased,

    /// <summary>Balances bias and noise in a quadratic model, Eq. (E16): for biased distillation in practice.</summary>
    Quadratic,
}

/// <summary>All estimates side by side.</summary>
/// <param name="Strong">Eq. (E12).</param>
/// <param name="Pl">Eq. (E13).</param>
/// <param name="Unbiased">Eq. (E14).</param>
/// <param name="Quadratic">Eq. (E16).</param>
public sealed record LambdaEstimates(double Strong, double Pl, double Unbiased, double Quadratic)
{
    /// <summary>The estimate of one estimator.</summary>
    /// <param name="estimator">Which.</param>
    public double this[LambdaEstimator estimator] => estimator switch
    {
        LambdaEstimator.Strong => Strong,
        LambdaEstimator.Pl => Pl,
        LambdaEstimator.Unbiased => Unbiased,
        _ => Quadratic,
    };

    /// <summary>Estimates from moments at the optimum, or at what stands for it.</summary>
    /// <param name="moments">The moments.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="mu">μ; 0 where the loss is not strongly convex, and the first estimate is then 0 unless the teacher is stationary.</param>
    /// <param name="smoothness">L.</param>
    /// <param name="gap">Δ_θ = f(θ) − f*.</param>
    public static LambdaEstimates Of(GradientMoments moments, double gamma, double mu, double smoothness, double gap) => new(
        moments.Second / (moments.SecondTeacher + Penalty(moments.MeanTeacher, gamma * mu)),
        moments.Second / (moments.SecondTeacher + Penalty(moments.MeanTeacher, 2 * smoothness * gamma)),
        moments.Covariance / moments.CovarianceTeacher,
        gamma / 4 * moments.Covariance / (gap + (gamma / 4 * moments.CovarianceTeacher)));

    private static double Penalty(double norm, double scale) => norm == 0 ? 0 : norm / scale;
}
