using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Compression;

/// <summary>The operators of Eq. (E17). The last dimension holds the d entries of one tensor; what stands before it counts tensors.</summary>
public static class CompressionOperators
{
    /// <summary>The threshold of a top-k mask: the k-th largest magnitude, <c>k = ⌈(1 − s) n⌉</c>.</summary>
    /// <param name="weights"><c>[…, n]</c>.</param>
    /// <param name="sparsity">s.</param>
    /// <returns><c>[…, 1]</c>.</returns>
    public static torch.Tensor Threshold(torch.Tensor weights, double sparsity)
    {
        using var scope = torch.NewDisposeScope();
        var keep = (int)Math.Ceiling((1 - sparsity) * weights.shape[^1]);
        return weights.abs().topk(keep, -1).values.narrow(-1, keep - 1, 1).MoveToOuterDisposeScope();
    }

    /// <summary>A mask that keeps the largest weights: 1 where one stays, else 0.</summary>
    /// <param name="weights"><c>[…, n]</c>.</param>
    /// <param name="sparsity">s.</param>
    /// <param name="rule">Whether the weight at the threshold stays.</param>
    public static torch.Tensor TopKMask(torch.Tensor weights, double sparsity, MaskRule rule)
    {
        using var scope = torch.NewDisposeScope();
        var threshold = Threshold(weights, sparsity);
        var stays = rule == MaskRule.Strict ? weights.abs().gt(threshold) : weights.abs().ge(threshold);
        return stays.to(weights.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Rand-k: k entries stay, scaled by d/k; <c>ω = d/k − 1</c>.</summary>
    /// <param name="values"><c>[…, d]</c>.</param>
    /// <param name="indices">The k entries, the same for all tensors <c>[k]</c> or of each <c>[…, k]</c>.</param>
    public static torch.Tensor RandK(torch.Tensor values, torch.Tensor indices)
    {
        using var scope = torch.NewDisposeScope();
        long[] shape = [.. values.shape[..^1], indices.shape[^1]];
        var all = indices.expand(shape);
        using Scalar scale = (double)values.shape[^1] / indices.shape[^1];
        return torch.zeros_like(values).scatter(-1, all, values.gather(-1, all).mul_(scale)).MoveToOuterDisposeScope();
    }

    /// <summary>Top-k: the k largest entries stay as they are.</summary>
    /// <param name="values"><c>[…, d]</c>.</param>
    /// <param name="keep">k.</param>
    public static torch.Tensor TopK(torch.Tensor values, int keep)
    {
        using var scope = torch.NewDisposeScope();
        var indices = values.abs().topk(keep, -1).indexes;
        return torch.zeros_like(values).scatter(-1, indices, values.gather(-1, indices)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Stochastic quantisation (QSGD, Alistarh et al., 2017): <c>‖w‖/s · sign(w) · (⌊u⌋ + [ξ &lt; u − ⌊u⌋])</c>, <c>u = s|w|/‖w‖</c>; a tensor of zeros stays.
    /// </summary>
    /// <param name="values">w <c>[…, d]</c>.</param>
    /// <param name="levels">s.</param>
    /// <param name="uniforms">ξ in [0, 1), as it broadcasts.</param>
    public static torch.Tensor Quantise(torch.Tensor values, int levels, torch.Tensor uniforms)
    {
        using var scope = torch.NewDisposeScope();
        using Scalar count = levels;
        var step = values.square().sum(-1, keepdim: true).sqrt().div_(count);
        var places = (values.abs() / step).nan_to_num(0, 0, 0);
        var floor = places.floor();
        var quantised = values.sign() * (floor + uniforms.lt(places - floor).to(values.dtype)) * step;
        return quantised.MoveToOuterDisposeScope();
    }

    /// <summary>ω of an unbiased operator, <c>E‖C(x) − x‖² ≤ ω‖x‖²</c>; null for the others.</summary>
    /// <param name="kind">The operator.</param>
    /// <param name="entries">d.</param>
    /// <param name="keep">k.</param>
    /// <param name="levels">s.</param>
    public static double? Omega(CompressionKind kind, long entries, int keep, int levels) => kind switch
    {
        CompressionKind.RandK => ((double)entries / keep) - 1,
        CompressionKind.Quantise => Math.Min((double)entries / levels / levels, Math.Sqrt(entries) / levels),
        _ => null,
    };
}
