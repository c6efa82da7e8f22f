using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// RKD: distances of pairs and angles of triples of images in feature space.
/// Park, Kim, Lu, Cho, "Relational knowledge distillation", CVPR 2019, Eqs. (5) to (10).
/// </summary>
/// <remarks>
/// <c>d_ij = ‖f_i − f_j‖</c> in units of the mean of the positive ones; <c>cos_ijk</c> is the angle at i between j and k; both compared by
/// smooth L1, mean over all entries. Two equal rows have cosine 0 and no gradient, where the authors' code has one of 1e12.
/// Needs memory for B³ numbers.
/// </remarks>
public static class RelationalDistillation
{
    private const double SmallestDistance = 1e-6;

    /// <summary>The whole loss.</summary>
    /// <param name="student">Student vectors fˢ <c>[B, D]</c>.</param>
    /// <param name="teacher">Teacher vectors fᵗ <c>[B, D′]</c>.</param>
    /// <param name="distanceWeight">Weight of the distances, at least 0.</param>
    /// <param name="angleWeight">Weight of the angles, at least 0.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher, double distanceWeight = 25, double angleWeight = 50)
    {
        using var scope = NewDisposeScope();
        var distance = Distance(student, teacher);
        var angle = Angle(student, teacher);
        return ((distance * distanceWeight) + (angle * angleWeight)).MoveToOuterDisposeScope();
    }

    /// <summary>The distances of pairs.</summary>
    /// <param name="student">Student vectors fˢ <c>[B, D]</c>.</param>
    /// <param name="teacher">Teacher vectors fᵗ <c>[B, D′]</c>.</param>
    /// <returns>A scalar, mean over B² entries.</returns>
    public static Tensor Distance(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return smooth_l1_loss(Relative(student), Relative(teacher), Reduction.Mean, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The angles of triples.</summary>
    /// <param name="student">Student vectors fˢ <c>[B, D]</c>.</param>
    /// <param name="teacher">Teacher vectors fᵗ <c>[B, D′]</c>.</param>
    /// <returns>A scalar, mean over B³ entries.</returns>
    public static Tensor Angle(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return smooth_l1_loss(Cosines(student), Cosines(teacher), Reduction.Mean, 1).MoveToOuterDisposeScope();
    }

    private static Tensor Relative(Tensor features)
    {
        var distances = Distances(features).clamp_min(SmallestDistance) * (1 - eye(features.shape[0], dtype: features.dtype, device: features.device));
        var pairs = features.shape[0] * (features.shape[0] - 1);
        return distances / (distances.sum() / pairs);
    }

    // ⟨f_j − f_i, f_k − f_i⟩ from the inner products: the differences themselves would take B²·D numbers. Centring keeps digits.
    private static Tensor Cosines(Tensor features)
    {
        var centred = features - features.mean([0], keepdim: true);
        var gram = centred.mm(centred.t());
        var inner = gram.unsqueeze(0) - gram.unsqueeze(2) - gram.unsqueeze(1) + gram.diagonal().view(-1, 1, 1);
        var distances = Distances(features);
        var inverse = (1 / distances.clamp_min(SmallestDistance)).masked_fill(distances.eq(0), 0);
        return inner * inverse.unsqueeze(2) * inverse.unsqueeze(1);
    }

    private static Tensor Distances(Tensor features) => cdist(features, features, 2, TorchSharp.compute_mode.donot_use_mm_for_euclid_dist);
}
