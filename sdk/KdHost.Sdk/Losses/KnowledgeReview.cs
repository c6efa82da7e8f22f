using KdHost.Sdk.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// ReviewKD: the student's levels, fused from the deepest to the shallowest, shall equal the teacher's.
/// Chen, Liu, Zhao, Jia, "Distilling knowledge via knowledge review", CVPR 2021, Eqs. (6) to (9).
/// </summary>
/// <remarks>
/// Levels are the maps of the stages before their last activation, shallow to deep, and the pooled vector as a map of 1x1.
/// Train it with the student; multiply by min(epoch / warm-up, 1).
/// </remarks>
public sealed class KnowledgeReview : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor>
{
    private const int WidestFusion = 512;

    private readonly ModuleList<ReviewFusion> abfs = ModuleList<ReviewFusion>();

    /// <summary>Makes the fusions.</summary>
    /// <param name="student">Shapes of the student's levels, shallow to deep.</param>
    /// <param name="teacher">Shapes of the teacher's levels, as many.</param>
    /// <exception cref="ArgumentException">The numbers of levels differ.</exception>
    public KnowledgeReview(IReadOnlyList<ImageShape> student, IReadOnlyList<ImageShape> teacher)
        : base(nameof(KnowledgeReview))
    {
        if (student.Count != teacher.Count)
            throw new ArgumentException($"the student has {student.Count} levels, the teacher {teacher.Count}", nameof(teacher));
        var width = Math.Min(WidestFusion, student[^1].Channels);
        foreach (var (level, shape) in student.Index())
            abfs.Add(new ReviewFusion(shape, width, teacher[level], fuse: level < student.Count - 1));
        RegisterComponents();
    }

    /// <summary>The loss.</summary>
    /// <param name="student">Student maps <c>[B, C, H, W]</c>, shallow to deep.</param>
    /// <param name="teacher">Teacher maps, as many.</param>
    /// <returns>A scalar, the sum over the levels of <see cref="HierarchicalContext"/>.</returns>
    public override Tensor forward(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher)
    {
        using var scope = NewDisposeScope();
        Tensor? deeper = null;
        var levels = new List<Tensor>();
        for (var level = student.Count - 1; level >= 0; level--)
        {
            (var output, deeper) = abfs[level].Fuse(student[level], deeper);
            levels.Add(HierarchicalContext.Loss(output, teacher[level]));
        }

        return stack(levels).sum().MoveToOuterDisposeScope();
    }
}
