namespace KdHost.Plugins.Slam;

/// <summary>
/// <para>One step of SGD on a halfspace. With f = σ(w·x), η the noise and β = 1 − 2η:</para>
/// <code>
/// p = η + β f                                             (17)  the student's prediction, mixed with α = 1 − η
/// w ← w + μ β (y − p) f(1−f)/(p(1−p)) x                   (18)  gradient of −y ln p − (1−y) ln(1−p)
/// w ← w + μ β (y − p) x                                   (19)  re-weighted by p(1−p)/(f(1−f))
/// </code>
/// <para>(19) is β² times the backward-adjusted logistic gradient: (y−p)/β = (y−η)/β − f.</para>
/// </summary>
public static class HalfspaceUpdate
{
    /// <summary>σ(z), without overflow.</summary>
    /// <param name="z">w·x.</param>
    public static double Predict(double z) => 0.5 * (1 + Math.Tanh(z / 2));

    /// <summary>Eq. (17).</summary>
    /// <param name="prediction">f.</param>
    /// <param name="noise">η.</param>
    public static double Mix(double prediction, double noise) => noise + ((1 - (2 * noise)) * prediction);

    /// <summary>Eq. (18): the loss of one example.</summary>
    /// <param name="z">w·x.</param>
    /// <param name="label">y, 0 or 1.</param>
    /// <param name="noise">η.</param>
    public static double Loss(double z, int label, double noise)
    {
        var p = Mix(Predict(z), noise);
        return -Math.Log(label == 1 ? p : 1 - p);
    }

    /// <summary>Takes one step.</summary>
    /// <param name="rule">Which rule.</param>
    /// <param name="w">The halfspace; changed.</param>
    /// <param name="x">The example.</param>
    /// <param name="label">y, 0 or 1.</param>
    /// <param name="noise">η as the rule knows it.</param>
    /// <param name="stepSize">μ.</param>
    /// <param name="step">t, counted from 1.</param>
    public static void Step(HalfspaceRule rule, Span<double> w, ReadOnlySpan<double> x, int label, double noise, double stepSize, int step)
    {
        var z = Dot(w, x);
        if (rule == HalfspaceRule.LeakyRelu)
        {
            var side = (2 * label) - 1;
            Add(w, x, (side * z <= 0 ? 1 - noise : noise) * side / Math.Sqrt(step));
            ProjectToUnitBall(w);
            return;
        }

        Add(w, x, stepSize * Slope(rule, Predict(z), label, noise));
    }

    /// <summary>w·x.</summary>
    /// <param name="w">A vector.</param>
    /// <param name="x">Another.</param>
    public static double Dot(ReadOnlySpan<double> w, ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var i = 0; i < w.Length; i++)
            sum += w[i] * x[i];
        return sum;
    }

    // The factor of x in the direction of descent.
    private static double Slope(HalfspaceRule rule, double f, int label, double noise)
    {
        var (beta, p) = (1 - (2 * noise), Mix(f, noise));
        return rule switch
        {
            HalfspaceRule.Slam => beta * (label - p) * Vanishing(f, p, noise),
            HalfspaceRule.SlamReweighted => beta * (label - p),
            HalfspaceRule.Logistic => label - f,
            HalfspaceRule.Backward => ((label - noise) / beta) - f,
            _ => throw new InvalidOperationException($"no such rule: {rule}"),
        };
    }

    // f(1−f)/(p(1−p)), which is 0/0 without noise where the prediction is saturated.
    private static double Vanishing(double f, double p, double noise) => noise == 0 ? 1 : f * (1 - f) / (p * (1 - p));

    private static void Add(Span<double> w, ReadOnlySpan<double> x, double factor)
    {
        for (var i = 0; i < w.Length; i++)
            w[i] += factor * x[i];
    }

    private static void ProjectToUnitBall(Span<double> w)
    {
        var norm = Math.Sqrt(Dot(w, w));
        if (norm <= 1)
            return;
        for (var i = 0; i < w.Length; i++)
            w[i] /= norm;
    }
}
