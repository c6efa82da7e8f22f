using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// CRD: an image's student vector shall be near its teacher vector and far from those of images of other classes.
/// Tian, Krishnan, Isola, "Contrastive representation distillation", ICLR 2020. Two linear embeddings to unit vectors, trained with the
/// student, in front of a <see cref="ContrastMemory"/>.
/// </summary>
/// <remarks>Usual weight 0.8, 16384 negatives of <see cref="NegativeSampler"/>.</remarks>
public sealed class ContrastiveDistillation : Module
{
    private readonly Linear embed_s, embed_t;
    private readonly ContrastMemory memory;

    /// <summary>Makes the embeddings and the memory.</summary>
    /// <param name="studentWidth">Width of a student vector.</param>
    /// <param name="teacherWidth">Width of a teacher vector.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="width">Width of the embeddings, that of the memory.</param>
    public ContrastiveDistillation(long studentWidth, long teacherWidth, ContrastMemory memory, long width = 128)
        : base(nameof(ContrastiveDistillation))
    {
        embed_s = Linear(studentWidth, width);
        embed_t = Linear(teacherWidth, width);
        this.memory = memory;
        RegisterComponents();
    }

    /// <summary>The loss of a batch; moves the memory on.</summary>
    /// <param name="student">Student vectors <c>[B, D]</c>.</param>
    /// <param name="teacher">Teacher vectors <c>[B, D′]</c>.</param>
    /// <param name="contrast">c <c>[B, 1 + K]</c>, int64: the image itself, then K of other classes.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public Tensor Loss(Tensor student, Tensor teacher, Tensor contrast)
    {
        using var scope = NewDisposeScope();
        var (s, t) = (functional.normalize(embed_s.call(student), 2, 1), functional.normalize(embed_t.call(teacher), 2, 1));
        var loss = memory.Loss(s, t, contrast);
        memory.Update(s, t, contrast.select(1, 0));
        return loss.MoveToOuterDisposeScope();
    }
}
