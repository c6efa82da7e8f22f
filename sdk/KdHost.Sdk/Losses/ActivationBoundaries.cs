using static TorchSharp.torch;

namespace KdHost.Sdk.Losses;

/// <summary>
/// AB: the student shall be on the teacher's side of each neuron's boundary, with a margin m:
/// <c>l = (s + m)²</c> where t ≤ 0 and s > −m, <c>(s − m)²</c> where t > 0 and s ≤ m, else 0.
/// Heo, Lee, Yun, Choi, "Knowledge transfer via distillation of activation boundaries formed by hidden neurons", AAAI 2019, Eq. (6).
/// </summary>
public static class ActivationBoundaries
{
    /// <summary>The loss of one stage.</summary>
    /// <param name="student">Student features before the activation, brought to the teacher's shape by a connector, <c>[B, …]</c>.</param>
    /// <param name="teacher">Teacher features before the activation, of the same shape.</param>
    /// <param name="margin">m, positive.</param>
    /// <returns>A scalar, sum over the features, mean over the batch.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher, double margin = 1)
    {
        using var scope = NewDisposeScope();
        var off = (student + margin).square() * teacher.le(0).logical_and(student.gt(-margin));
        var on = (student - margin).square() * teacher.gt(0).logical_and(student.le(margin));
        return ((off + on).sum() / student.shape[0]).MoveToOuterDisposeScope();
    }
}
