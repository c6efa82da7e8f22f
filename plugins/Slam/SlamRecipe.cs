using KdHost.Sdk.Training;

namespace KdHost.Plugins.Slam;

/// <summary>The paper's recipe for teachers and students: Adam, and one of two schedules.</summary>
internal static class SlamRecipe
{
    // Shares of the training after which the learning rate drops, and the factors it drops to.
    private static readonly (double After, double Factor)[] Drops = [(0.9, 0.0005), (0.8, 0.001), (0.6, 0.01), (0.4, 0.1), (0, 1)];

    public static Recipe Of(int epochs, int batchSize, double learningRate, double weightDecay, LearningSchedule schedule, bool dropsIncomplete) => new()
    {
        Epochs = epochs,
        BatchSize = batchSize,
        LearningRate = learningRate,
        Momentum = 0,
        WeightDecay = weightDecay,
        Optimizer = OptimizerKind.AdamW, // without weight decay this is Adam
        DropsIncomplete = dropsIncomplete,
        Schedule = schedule == LearningSchedule.Cosine ? null : time => learningRate * Drops.First(drop => time.Epoch >= drop.After * time.Epochs).Factor,
    };
}
