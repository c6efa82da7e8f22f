using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// CC: the differences between student and teacher shall not be alike in neighbouring images of the batch.
/// <c>δ = |eˢ − eᵗ|</c>, <c>L = 0.02 · mean_{i=1..B−1} Σ_k δ_ik δ_{i+1,k}</c>.
/// Peng et al., "Correlation congruence for knowledge distillation", ICCV 2019, in the form of the CRD benchmark.
/// </summary>
/// <remarks>Both embeddings are linear and trained; the value depends on the order of the batch, as in the reference.</remarks>
public sealed class CorrelationCongruence : Module<Tensor, Tensor, Tensor>
{
    private const double Scale = 0.02;

    private readonly Linear embed_s, embed_t;

    /// <summary>Makes the embeddings.</summary>
    /// <param name="studentWidth">Width of a student vector.</param>
    /// <param name="teacherWidth">Width of a teacher vector.</param>
    /// <param name="width">Width of the embeddings.</param>
    public CorrelationCongruence(long studentWidth, long teacherWidth, long width = 128)
        : base(nameof(CorrelationCongruence))
    {
        embed_s = Linear(studentWidth, width);
        embed_t = Linear(teacherWidth, width);
        RegisterComponents();
    }

    /// <summary>The loss.</summary>
    /// <param name="student">Student vectors <c>[B, D]</c>.</param>
    /// <param name="teacher">Teacher vectors <c>[B, D′]</c>.</param>
    /// <returns>A scalar.</returns>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return Congruence(embed_s.call(student), embed_t.call(teacher)).MoveToOuterDisposeScope();
    }

    /// <summary>The loss on embedded vectors.</summary>
    /// <param name="student">eˢ <c>[B, E]</c>, B ≥ 2.</param>
    /// <param name="teacher">eᵗ <c>[B, E]</c>.</param>
    /// <returns>A scalar, sum over E, mean over the B − 1 neighbours.</returns>
    public static Tensor Congruence(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var difference = (student - teacher).abs();
        var pairs = student.shape[0] - 1;
        return ((difference.narrow(0, 0, pairs) * difference.narrow(0, 1, pairs)).sum(1).mean() * Scale).MoveToOuterDisposeScope();
    }
}
