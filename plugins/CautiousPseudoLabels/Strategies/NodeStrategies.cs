using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Selection;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>Which nodes each strategy labels.</summary>
internal static class NodeStrategies
{
    /// <summary>The pseudo labels of a round.</summary>
    public static IReadOnlyList<PseudoLabel> Choose(NodeRound round)
    {
        var options = round.Options;
        return options.Strategy switch
        {
            Strategy.Cautious or Strategy.Confidence => TopConfident.Select(round.Predictions(), options.Threshold, options.TopK), // Eq. (9)
            Strategy.MultiView => TopConfident.Draw([.. round.Predictions().Where(label => round.Prediction.Agrees[(int)label.Sample])], options.TopK, round.Random("pick")),
            Strategy.Random => TopConfident.Draw(round.Predictions(), options.TopK, round.Random("pick")),
            Strategy.Threshold or Strategy.DrGst => [.. round.Predictions().Where(label => label.Confidence > options.Threshold)],
            Strategy.M3s => MultiStage.Choose(round),
            Strategy.CaGcn => CalibratedSelfTraining.Choose(round),
            Strategy.Oracle => Oracle.Choose(round),
            _ => [],
        };
    }
}
