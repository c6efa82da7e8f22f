using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// NST: the maximum mean discrepancy between the channels of student and teacher, each channel a unit vector over the positions, with the
/// kernel <c>k(x, y) = (xᵀy)²</c>: <c>L = mean_b [mean k(t, t) + mean k(s, s) − 2 mean k(s, t)]</c>.
/// Huang, Wang, "Like what you like: knowledge distill via neuron selectivity transfer", 2017, Eq. (5).
/// </summary>
/// <remarks>Channels may differ; the larger map is averaged down to the smaller. Usual weight 50.</remarks>
public static class NeuronSelectivity
{
    /// <summary>The loss of one stage.</summary>
    /// <param name="student">Student map <c>[B, C, H, W]</c>.</param>
    /// <param name="teacher">Teacher map <c>[B, D, H′, W′]</c>.</param>
    /// <returns>A scalar, at least 0, mean over batch and pairs of channels.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (first, second) = Maps.ToSmaller(student, teacher);
        var (s, t) = (normalize(first.flatten(2), 2, 2), normalize(second.flatten(2), 2, 2));
        return (Kernel(t, t) + Kernel(s, s) - (2 * Kernel(s, t))).MoveToOuterDisposeScope();
    }

    private static Tensor Kernel(Tensor x, Tensor y) => x.bmm(y.transpose(1, 2)).square().mean();
}
