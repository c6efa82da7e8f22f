namespace KdHost.Sdk.Training;

/// <summary>How a network is trained: stochastic gradient descent with Nesterov momentum under a cosine schedule with linear warm-up.</summary>
public sealed record Recipe
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate at the top of the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Momentum.</summary>
    public required double Momentum { get; init; }

    /// <summary>L2 penalty on all parameters.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Share of all steps over which the learning rate rises from 0.</summary>
    public double Warmup { get; init; }
}
