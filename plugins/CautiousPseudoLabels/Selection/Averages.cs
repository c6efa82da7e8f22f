using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Selection;

/// <summary>Averages of predictions over views, for nodes.</summary>
internal static class Averages
{
    /// <summary>Eq. (6): P̄ of the nodes.</summary>
    /// <param name="logits">Logits <c>[n, C]</c>, the clean ones first.</param>
    /// <param name="what">Whether logits or probabilities are averaged.</param>
    /// <returns>P̄ <c>[n, C]</c>.</returns>
    public static Tensor Probabilities(IReadOnlyList<Tensor> logits, AverageOf what)
    {
        using var scope = NewDisposeScope();
        var all = stack(logits);
        return (what == AverageOf.Logits ? nn.functional.softmax(all.mean([0]), 1) : nn.functional.softmax(all, 2).mean([0])).MoveToOuterDisposeScope();
    }

    /// <summary>Eq. (8): whether every view gives a node the class of the clean one.</summary>
    /// <param name="logits">Logits <c>[n, C]</c>, the clean ones first.</param>
    /// <returns>True and false, <c>[n]</c>.</returns>
    public static Tensor Agreement(IReadOnlyList<Tensor> logits)
    {
        using var scope = NewDisposeScope();
        var classes = stack(logits).argmax(2);
        return classes.eq(classes[0]).all(0).MoveToOuterDisposeScope();
    }
}
