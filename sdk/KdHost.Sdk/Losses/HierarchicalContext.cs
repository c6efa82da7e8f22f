using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// HCL: two maps compared at several scales. The squared difference of the maps has weight 1, those of their averages on grids of 4x4, 2x2
/// and 1x1 (the ones smaller than the map) have ½, ¼, … in that order; the sum is divided by the sum of the weights.
/// Chen, Liu, Zhao, Jia, "Distilling knowledge via knowledge review", CVPR 2021, section 3.4.
/// </summary>
public static class HierarchicalContext
{
    private static readonly long[] Grids = [4, 2, 1];

    /// <summary>The loss of one level.</summary>
    /// <param name="student">Student map <c>[B, C, H, W]</c>.</param>
    /// <param name="teacher">Teacher map of the same shape.</param>
    /// <returns>A scalar, mean over all entries.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (loss, weight, total) = (FitNet.Hint(student, teacher), 1.0, 1.0);
        foreach (var grid in Grids.Where(grid => grid < student.shape[2]))
        {
            weight /= 2;
            total += weight;
            loss = loss + (FitNet.Hint(adaptive_avg_pool2d(student, [grid, grid]), adaptive_avg_pool2d(teacher, [grid, grid])) * weight);
        }

        return (loss / total).MoveToOuterDisposeScope();
    }
}
