using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// AT: where a network looks. <c>A(F) = vec(mean_c F²) / ‖vec(mean_c F²)‖</c>, <c>L = mean (A(Fˢ) − A(Fᵗ))²</c> over batch and positions.
/// Zagoruyko, Komodakis, "Paying more attention to attention", ICLR 2017, Eq. (2), in the form of the CRD benchmark.
/// </summary>
/// <remarks>Channels may differ; the larger map is averaged down to the smaller. Sum the losses of several stages; usual weight 1000.</remarks>
public static class AttentionTransfer
{
    /// <summary>The loss of one stage.</summary>
    /// <param name="student">Student map <c>[B, C, H, W]</c>, after the activation.</param>
    /// <param name="teacher">Teacher map <c>[B, D, H′, W′]</c>.</param>
    /// <returns>A scalar, mean over batch and positions.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (s, t) = Maps.ToSmaller(student, teacher);
        return (Attention(s) - Attention(t)).square().mean().MoveToOuterDisposeScope();
    }

    private static Tensor Attention(Tensor map) => normalize(map.square().mean([1]).flatten(1), 2, 1);
}
