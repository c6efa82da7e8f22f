using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// PKT: the distribution of similarities around each image. Cosine similarities <c>(s + 1)/2</c>, rows divided by their sum, p of the student
/// and q of the teacher: <c>L = mean_ij q_ij log((q_ij + ε)/(p_ij + ε))</c>, ε = 1e-7.
/// Passalis, Tefas, "Learning deep representations with probabilistic knowledge transfer", ECCV 2018, Eqs. (4) to (9).
/// </summary>
/// <remarks>Usual weight 30000, because the mean runs over B² pairs.</remarks>
public static class ProbabilisticTransfer
{
    private const double Epsilon = 1e-7;

    /// <summary>The loss.</summary>
    /// <param name="student">Student vectors <c>[B, D]</c>.</param>
    /// <param name="teacher">Teacher vectors <c>[B, D′]</c>.</param>
    /// <returns>A scalar in nats, mean over the B² pairs; 0 when the cosines agree.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (p, q) = (Distribution(student), Distribution(teacher));
        return (q * ((q + Epsilon) / (p + Epsilon)).log()).mean().MoveToOuterDisposeScope();
    }

    private static Tensor Distribution(Tensor features)
    {
        var unit = normalize(features, 2, 1, Epsilon);
        var similarity = (unit.mm(unit.t()) + 1) / 2;
        return similarity / similarity.sum(1, keepdim: true);
    }
}
