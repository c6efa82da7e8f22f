using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>What several feature losses do to maps <c>[B, C, H, W]</c> before they compare them.</summary>
internal static class Maps
{
    /// <summary>Averages the larger of two maps down to the size of the smaller.</summary>
    /// <param name="first">A map <c>[B, C, H, W]</c>.</param>
    /// <param name="second">A map <c>[B, D, H′, W′]</c>.</param>
    public static (Tensor First, Tensor Second) ToSmaller(Tensor first, Tensor second)
    {
        var (sizeA, sizeB) = (first.shape[2], second.shape[2]);
        return sizeA > sizeB ? (adaptive_avg_pool2d(first, [sizeB, second.shape[3]]), second)
            : sizeA < sizeB ? (first, adaptive_avg_pool2d(second, [sizeA, first.shape[3]]))
            : (first, second);
    }
}
