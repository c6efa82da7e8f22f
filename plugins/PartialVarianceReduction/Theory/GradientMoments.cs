using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Theory;

/// <summary>
/// First and second moments of the minibatch gradients of the student's point x and of the teacher θ on the same samples. Everything that the theory says
/// of λ follows from these six numbers.
/// </summary>
/// <param name="CovarianceX">tr Var(∇f_ξ(x)).</param>
/// <param name="CovarianceTeacher">tr Var(∇f_ξ(θ)).</param>
/// <param name="Covariance">tr Cov(∇f_ξ(x), ∇f_ξ(θ)).</param>
/// <param name="MeanX">‖∇f(x)‖².</param>
/// <param name="MeanTeacher">B_θ = ‖∇f(θ)‖².</param>
/// <param name="Mean">⟨∇f(x), ∇f(θ)⟩.</param>
public sealed record GradientMoments(double CovarianceX, double CovarianceTeacher, double Covariance, double MeanX, double MeanTeacher, double Mean)
{
    /// <summary>σ² = E‖∇f_ξ(x)‖².</summary>
    public double SecondX => CovarianceX + MeanX;

    /// <summary>A_θ = E‖∇f_ξ(θ)‖².</summary>
    public double SecondTeacher => CovarianceTeacher + MeanTeacher;

    /// <summary>C_θ = E⟨∇f_ξ(x), ∇f_ξ(θ)⟩.</summary>
    public double Second => Covariance + Mean;

    /// <summary>ρ: correlation of the gradients, not centred, as in Eq. (E12).</summary>
    public double Correlation => Second / Math.Sqrt(SecondX * SecondTeacher);

    /// <summary>ρ_c: correlation of the centred gradients, as in Eq. (E14).</summary>
    public double CentredCorrelation => Covariance / Math.Sqrt(CovarianceX * CovarianceTeacher);

    /// <summary>V_λ = tr Cov(∇f_ξ(x) − λ∇f_ξ(θ)).</summary>
    /// <param name="lambda">λ.</param>
    public double Variance(double lambda) => CovarianceX - (2 * lambda * Covariance) + (lambda * lambda * CovarianceTeacher);

    /// <summary>E‖∇f_ξ(x) − λ∇f_ξ(θ)‖².</summary>
    /// <param name="lambda">λ.</param>
    public double SecondMoment(double lambda) => SecondX - (2 * lambda * Second) + (lambda * lambda * SecondTeacher);

    /// <summary>
    /// In closed form for models that are linear in their parameters: the gradient of a sample is <c>a rᵀ</c>, so <c>⟨∇f_n(x), ∇f_n(θ)⟩ = ‖a_n‖² ⟨r_x, r_θ⟩</c>.
    /// Minibatches are drawn with replacement, so a covariance is that of a sample divided by B; weight decay moves the means alone.
    /// </summary>
    /// <param name="inputs">a <c>[N, D]</c>, with the column of ones where there is a bias.</param>
    /// <param name="residual">r_x <c>[N, C]</c>.</param>
    /// <param name="teacherResidual">r_θ <c>[N, C]</c>.</param>
    /// <param name="decay">w·x <c>[D, C]</c>: the decay's part of ∇f(x).</param>
    /// <param name="teacherDecay">The decay's part of ∇f(θ).</param>
    /// <param name="batchSize">B.</param>
    public static GradientMoments OfLinear(torch.Tensor inputs, torch.Tensor residual, torch.Tensor teacherResidual, torch.Tensor decay, torch.Tensor teacherDecay, int batchSize)
    {
        using var scope = torch.NewDisposeScope();
        var norms = inputs.square().sum(1, type: torch.ScalarType.Float64);
        double Raw(torch.Tensor one, torch.Tensor other) => ((one * other).sum(1, type: torch.ScalarType.Float64) * norms).mean().item<double>();
        torch.Tensor Gradient(torch.Tensor residuals) => inputs.transpose(0, 1).mm(residuals).to(torch.ScalarType.Float64) / inputs.shape[0];
        static double Dot(torch.Tensor one, torch.Tensor other) => (one * other).sum().item<double>();
        var (own, teacher) = (Gradient(residual), Gradient(teacherResidual));
        var (ownMean, teacherMean) = (own + decay, teacher + teacherDecay);
        return new GradientMoments(
            (Raw(residual, residual) - Dot(own, own)) / batchSize,
            (Raw(teacherResidual, teacherResidual) - Dot(teacher, teacher)) / batchSize,
            (Raw(residual, teacherResidual) - Dot(own, teacher)) / batchSize,
            Dot(ownMean, ownMean),
            Dot(teacherMean, teacherMean),
            Dot(ownMean, teacherMean));
    }
}
