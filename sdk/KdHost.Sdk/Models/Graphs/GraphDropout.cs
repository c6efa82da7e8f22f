using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>Inverted dropout whose draws come from a generator of the caller's own, so that networks in one process do not disturb each other.</summary>
internal static class GraphDropout
{
    /// <summary>Drops entries.</summary>
    /// <param name="values">Any shape.</param>
    /// <param name="probability">Share that is dropped, below 1; nothing is done at 0.</param>
    /// <param name="isTraining">Whether anything is dropped at all.</param>
    /// <param name="generator">Draws; null for the global one.</param>
    public static Tensor Apply(Tensor values, double probability, bool isTraining, Generator? generator)
    {
        if (!isTraining || probability <= 0)
            return values;
        if (generator is null)
            return nn.functional.dropout(values, probability);
        using var scope = NewDisposeScope();
        using TorchSharp.Scalar threshold = probability, scale = 1 / (1 - probability);
        var kept = rand(values.shape, values.dtype, values.device, generator: generator).ge(threshold).to(values.dtype).mul_(scale);
        return (values * kept).MoveToOuterDisposeScope();
    }
}
