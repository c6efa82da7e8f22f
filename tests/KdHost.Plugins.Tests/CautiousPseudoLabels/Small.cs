using KdHost.Plugins.CautiousPseudoLabels;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

/// <summary>Options of trials that take a second on the planted graph.</summary>
internal static class Small
{
    public static CautiousPseudoLabelsOptions Nodes => new()
    {
        Dataset = "cora",
        Iterations = 3,
        TopK = 10,
        Network = new() { Hidden = 8, Dropout = 0.3 },
        LearningRate = 0.05,
        Epochs = 15,
        Patience = 15,
        WarmEpoch = 3,
        AugmentationDrop = 0.3,
    };

    public static CautiousPseudoLabelsOptions Links => Nodes with
    {
        Task = PredictionTask.Links,
        Views = [ViewKind.Feature, ViewKind.Structure, ViewKind.Node],
        WeightDecay = 0,
        Link = new() { TrainFraction = 0.4, ValidationFraction = 0.2, Hidden = 8, Width = 8, InputDropout = 0.3, BlockRows = 50 },
    };
}
