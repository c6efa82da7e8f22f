using static TorchSharp.torch;

namespace KdHost.Sdk.Losses;

/// <summary>
/// FSP: the flow from one layer to a later one, <c>G_cd = (1/HW) Σ_hw F1_c F2_d</c>; <c>L = mean (Gˢ − Gᵗ)²</c>.
/// Yim, Joo, Bae, Kim, "A gift from knowledge distillation", CVPR 2017, Eqs. (1) and (2).
/// </summary>
/// <remarks>Student and teacher have the same channels at both layers. Usual weight 50.</remarks>
public static class FlowOfSolution
{
    /// <summary>The loss of one pair of layers.</summary>
    /// <param name="studentFrom">Student map at the earlier layer, <c>[B, C, H, W]</c>.</param>
    /// <param name="studentTo">Student map at the later layer, <c>[B, D, H′, W′]</c>; the larger of the two is averaged down to the smaller.</param>
    /// <param name="teacherFrom">Teacher map at the earlier layer, C channels.</param>
    /// <param name="teacherTo">Teacher map at the later layer, D channels.</param>
    /// <returns>A scalar, mean over batch and pairs of channels.</returns>
    public static Tensor Loss(Tensor studentFrom, Tensor studentTo, Tensor teacherFrom, Tensor teacherTo)
    {
        using var scope = NewDisposeScope();
        return (Flow(studentFrom, studentTo) - Flow(teacherFrom, teacherTo)).square().mean().MoveToOuterDisposeScope();
    }

    private static Tensor Flow(Tensor from, Tensor to)
    {
        var (first, second) = Maps.ToSmaller(from, to);
        return first.flatten(2).bmm(second.flatten(2).transpose(1, 2)) / (first.shape[2] * first.shape[3]);
    }
}
