using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>A dense matrix of uniform noise that is never in memory as a whole: its products are made in blocks of rows, each block from a seed of its own.</summary>
internal sealed class FeatureNoise(long rows, long columns, double amplitude, long seed)
{
    private const long BlockEntries = 1 << 20;

    /// <summary>The product <c>N Wᵀ</c>, the same each time.</summary>
    /// <param name="weight">W <c>[D, f]</c>.</param>
    public Tensor Project(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var transposed = weight.t();
        var height = Math.Max(1, BlockEntries / columns);
        var blocks = new List<Tensor>();
        for (var (first, block) = (0L, 0L); first < rows; first += height, block++)
        {
            using var generator = new Generator((ulong)Seeds.Derive(seed, "feature noise", block), CPU);
            using Scalar scale = amplitude;
            using var noise = rand([Math.Min(height, rows - first), columns], weight.dtype, CPU, generator: generator).mul_(scale).to(weight.device);
            blocks.Add(noise.mm(transposed));
        }

        return cat(blocks).MoveToOuterDisposeScope();
    }
}
