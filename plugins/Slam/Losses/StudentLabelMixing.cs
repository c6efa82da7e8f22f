using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Slam;

/// <summary>
/// <para>The student's prediction as the noise model would pass it on, and its comparison with the teacher's label. With f the student's probabilities, α and top(y_s; k) of the noise model:</para>
/// <code>
/// mix_i = α f_i + (1−α) (1−f_i) · top(y_s;k)_i / (k−1)     (3)  MixNormalization.KMinusOne
/// mix_i = α f_i + (1−α) (1−f_i) · top(y_s;k)_i             (4)  MixNormalization.None, as in the paper's experiments
/// L     = −Σ_i y_i ln max(mix_i, ε)                        (5)
/// </code>
/// <para>With m = mix and c_i = α − (1−α) top_i [/(k−1)], r_i = −y_i c_i / m_i, the gradient is ∂L/∂z_j = f_j (r_j − Σ_i r_i f_i): (6).</para>
/// </summary>
public static class StudentLabelMixing
{
    /// <summary>Eq. (3) or (4).</summary>
    /// <param name="probabilities">f <c>[B, C]</c>.</param>
    /// <param name="alpha">α <c>[B]</c>.</param>
    /// <param name="top">top(y_s; k) <c>[B, C]</c>: 1 for the k most probable classes of the teacher, else 0.</param>
    /// <param name="normalization">Whether to divide by k − 1.</param>
    /// <param name="renormalize">Whether to divide the result by its sum.</param>
    /// <returns>mix <c>[B, C]</c>.</returns>
    public static Tensor Mix(Tensor probabilities, Tensor alpha, Tensor top, MixNormalization normalization = MixNormalization.None, bool renormalize = false)
    {
        using var scope = NewDisposeScope();
        var trust = alpha.unsqueeze(1);
        var wrong = normalization == MixNormalization.KMinusOne ? top / (top.sum(1, keepdim: true) - 1).clamp_min(1) : top;
        var mix = (trust * probabilities) + ((1 - trust) * (1 - probabilities) * wrong);
        return (renormalize ? mix / mix.sum(1, keepdim: true) : mix).MoveToOuterDisposeScope();
    }

    /// <summary>The cross-entropy of each image between a label and a mixed prediction, as in Eq. (5).</summary>
    /// <param name="mix">The mixed prediction <c>[B, C]</c>.</param>
    /// <param name="target">y <c>[B, C]</c>.</param>
    /// <param name="floor">ε; below it there is no gradient.</param>
    /// <returns><c>[B]</c>, in nats.</returns>
    public static Tensor CrossEntropy(Tensor mix, Tensor target, double floor = 1e-7)
    {
        using var scope = NewDisposeScope();
        return (-(target * mix.clamp_min(floor).log()).sum(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The scalar form for two classes: <c>mix = α f + (1−α)(1−f)</c> with f the probability of class 1, and its binary cross-entropy. The same numbers as Eq. (5) with C = k = 2.</summary>
    /// <param name="logit">Logit of class 1 <c>[B]</c>.</param>
    /// <param name="alpha">α <c>[B]</c>.</param>
    /// <param name="target">Probability of class 1 by the teacher <c>[B]</c>.</param>
    /// <param name="floor">ε.</param>
    /// <returns><c>[B]</c>, in nats: Eq. (11).</returns>
    public static Tensor Binary(Tensor logit, Tensor alpha, Tensor target, double floor = 1e-7)
    {
        using var scope = NewDisposeScope();
        var one = logit.sigmoid();
        var (mix, other) = ((alpha * one) + ((1 - alpha) * (1 - one)), (alpha * (1 - one)) + ((1 - alpha) * one));
        return (-(target * mix.clamp_min(floor).log()) - ((1 - target) * other.clamp_min(floor).log())).MoveToOuterDisposeScope();
    }
}
