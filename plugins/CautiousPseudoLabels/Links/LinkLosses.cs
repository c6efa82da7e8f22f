using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>Eq. (15): losses of pairs from the vectors of their nodes.</summary>
internal static class LinkLosses
{
    /// <summary>Keeps logarithms finite.</summary>
    public const double Epsilon = 1e-15;

    private const double PositiveMargin = 2, NegativeMargin = 1;

    /// <summary><c>−mean log(P + ε) − mean log(1 − P + ε)</c>, or <c>mean max(0, 2 − S) + mean max(0, 1 + S)</c>.</summary>
    /// <param name="positives">Scores S of the positives.</param>
    /// <param name="negatives">Scores S of the negatives.</param>
    /// <param name="loss">Which one.</param>
    public static Tensor Of(Tensor positives, Tensor negatives, LinkLoss loss)
    {
        using var scope = NewDisposeScope();
        if (loss == LinkLoss.Hinge)
            return ((PositiveMargin - positives).clamp_min(0).mean() + (NegativeMargin + negatives).clamp_min(0).mean()).MoveToOuterDisposeScope();
        var likely = (positives.sigmoid() + Epsilon).log().mean();
        var unlikely = (1 - negatives.sigmoid() + Epsilon).log().mean();
        return (-(likely + unlikely)).MoveToOuterDisposeScope();
    }
}
