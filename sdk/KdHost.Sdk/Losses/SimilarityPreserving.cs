using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// SP: images that are alike for the teacher shall be alike for the student. <c>G = F Fᵀ</c> with rows of norm 1,
/// <c>L = ‖Gᵗ − Gˢ‖² / B²</c>. Tung, Mori, "Similarity-preserving knowledge distillation", ICCV 2019, Eqs. (1) to (4).
/// </summary>
/// <remarks>Student and teacher may have any shapes behind the batch. Usual weight 3000.</remarks>
public static class SimilarityPreserving
{
    /// <summary>The loss.</summary>
    /// <param name="student">Student features <c>[B, …]</c>.</param>
    /// <param name="teacher">Teacher features <c>[B, …]</c>.</param>
    /// <returns>A scalar, mean over the B² pairs.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return (Similarity(teacher) - Similarity(student)).square().mean().MoveToOuterDisposeScope();
    }

    private static Tensor Similarity(Tensor features)
    {
        var flat = features.flatten(1);
        return normalize(flat.mm(flat.t()), 2, 1);
    }
}
