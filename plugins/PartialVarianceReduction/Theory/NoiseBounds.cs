namespace KdHost.Plugins.PartialVarianceReduction.Theory;

/// <summary>The noise N_λ(θ) of the convergence theorems: what a run's neighbourhood is proportional to. Moments are taken at the optimum x*.</summary>
public static class NoiseBounds
{
    /// <summary>Eq. (E11), strongly convex: <c>N_λ = (λ²/(γμ)) B_θ + E‖∇f_ξ(x*) − λ∇f_ξ(θ)‖²</c>; limit <c>(4γ/μ) N_λ</c> of E‖x − x*‖².</summary>
    /// <param name="moments">Moments at x* and θ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="mu">μ.</param>
    public static double Strong(GradientMoments moments, double lambda, double gamma, double mu) =>
        (lambda * lambda * moments.MeanTeacher / (gamma * mu)) + moments.SecondMoment(lambda);

    /// <summary>Eq. (E13), Polyak–Łojasiewicz: <c>N_λ = (λ²/(2Lγ)) B_θ + E‖∇f_ξ(x*) − λ∇f_ξ(θ)‖²</c>; limit <c>(2Lγ/μ) N_λ</c> of f(x) − f*.</summary>
    /// <param name="moments">Moments at x* and θ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="smoothness">L.</param>
    public static double Pl(GradientMoments moments, double lambda, double gamma, double smoothness) =>
        (lambda * lambda * moments.MeanTeacher / (2 * smoothness * gamma)) + moments.SecondMoment(lambda);

    /// <summary>Eq. (E14), unbiased: <c>E‖∇f_ξ(x*) − λ(∇f_ξ(θ) − ∇f(θ))‖²</c>.</summary>
    /// <param name="moments">Moments at x* and θ.</param>
    /// <param name="lambda">λ.</param>
    public static double Unbiased(GradientMoments moments, double lambda) => moments.MeanX + moments.Variance(lambda);

    /// <summary>Eq. (E12): the best N_λ over σ*², <c>1 − ρ²/(1 + β)</c> with <c>β = B_θ/(γμA_θ)</c>.</summary>
    /// <param name="moments">Moments at x* and θ.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="mu">μ.</param>
    public static double BestRatio(GradientMoments moments, double gamma, double mu) =>
        1 - (moments.Correlation * moments.Correlation / (1 + (moments.MeanTeacher / (gamma * mu * moments.SecondTeacher))));

    /// <summary>Eq. (E18), compressed iterates: the limit <c>(8γ(1 + 2ω)/μ) N + (8ω/(γμ)) ‖x*‖²</c>; distillation acts on the first term only.</summary>
    /// <param name="noise">N, of <see cref="Strong"/> or <see cref="Unbiased"/>.</param>
    /// <param name="omega">ω.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="mu">μ.</param>
    /// <param name="optimumNorm">‖x*‖².</param>
    public static double CompressedLimit(double noise, double omega, double gamma, double mu, double optimumNorm) =>
        (8 * gamma * (1 + (2 * omega)) / mu * noise) + (8 * omega / (gamma * mu) * optimumNorm);
}
