using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>How a network is trained. The default is stochastic gradient descent with Nesterov's momentum under a cosine schedule with linear warm-up.</summary>
public sealed record Recipe
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate at the top of the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>.</summary>
    public required double Momentum { get; init; }

    /// <summary>Weight decay: an L2 penalty for <see cref="OptimizerKind.Sgd"/>, decoupled for the others.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Share of all steps over which the learning rate of the default schedule rises from 0.</summary>
    public double Warmup { get; init; }

    /// <summary>What turns gradients into updates.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>Whether biases and the scales of normalisations decay as well.</summary>
    public bool DecaysVectors { get; init; } = true;

    /// <summary>The learning rate at a time; null for <see cref="Schedules.Cosine"/> per step with <see cref="Warmup"/>.</summary>
    public Func<TrainingTime, double>? Schedule { get; init; }

    /// <summary>Whether images that don't fill the last batch of an epoch are left out of it.</summary>
    public bool DropsIncomplete { get; init; }

    /// <summary>Largest norm of all gradients together; null for no clipping. LAMB clips by itself, after this.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Weight of the past in the moving average of the weights; null keeps none.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="time">Which step.</param>
    public double LearningRateAt(TrainingTime time) => Schedule?.Invoke(time) ?? (LearningRate * Schedules.Cosine(time.Index, time.Total, Warmup));

    /// <summary>Makes the optimizer of this recipe. The network is on its device already.</summary>
    /// <param name="network">What is trained.</param>
    public Optimizer CreateOptimizer(torch.nn.Module network)
    {
        var parameters = new FlatParameters(network);
        return Optimizer switch
        {
            OptimizerKind.Sgd => new Sgd(parameters) { LearningRate = LearningRate, WeightDecay = WeightDecay, DecaysVectors = DecaysVectors, Momentum = Momentum, Nesterov = Momentum > 0 },
            OptimizerKind.AdamW => new AdamW(parameters) { LearningRate = LearningRate, WeightDecay = WeightDecay, DecaysVectors = DecaysVectors },
            OptimizerKind.Lamb => new Lamb(parameters) { LearningRate = LearningRate, WeightDecay = WeightDecay, DecaysVectors = DecaysVectors },
            _ => throw new InvalidOperationException($"no such optimizer: {Optimizer}"),
        };
    }
}

/// <summary>Kinds of optimizers.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with Nesterov's momentum.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>LAMB: Adam with one trust ratio a layer.</summary>
    Lamb,
}
