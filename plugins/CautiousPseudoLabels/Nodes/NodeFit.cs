using KdHost.Sdk.Methods;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Training;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>
/// A fit of a node classifier: Adam on the whole graph, evaluated after each step, the weights of the best epoch kept (strictly better ones only), ended when none came for some epochs.
/// </summary>
internal sealed class NodeFit
{
    /// <summary>The network; begins with its present weights and ends with those of its last epoch.</summary>
    public required NodeClassifier Model { get; init; }

    /// <summary>The graph.</summary>
    public required GraphTensors Graph { get; init; }

    /// <summary>What it learns from.</summary>
    public required NodeTrainingSet Training { get; init; }

    /// <summary>What the epoch is chosen on.</summary>
    public required NodePart Validation { get; init; }

    /// <summary>Rates, epochs, patience.</summary>
    public required CautiousPseudoLabelsOptions Options { get; init; }

    /// <summary>Seed of the dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>The trial, for progress and requests to stop.</summary>
    public required Trial Trial { get; init; }

    /// <summary>What is trained, for the progress.</summary>
    public required string Stage { get; init; }

    /// <summary>The early weights for warm starts; a fit that ends sooner gives its last ones. Null before <see cref="Run"/>, and when they are not wanted.</summary>
    public WeightSnapshot? Warm { get; private set; }

    /// <summary>Epochs run.</summary>
    public int Epochs { get; private set; }

    /// <summary>Trains.</summary>
    /// <param name="keepsWarm">Whether <see cref="Warm"/> is wanted.</param>
    /// <returns>Weights of the best epoch.</returns>
    public WeightSnapshot Run(bool keepsWarm = false)
    {
        using var generator = new Generator((ulong)Seed, Trial.Device);
        using var optimizer = new Adam(new FlatParameters(Model)) { LearningRate = Options.LearningRate, WeightDecay = Options.WeightDecay };
        Model.Generator = generator;
        var (best, bestValue, bestEpoch) = ((WeightSnapshot?)null, double.NegativeInfinity, 0);
        for (var epoch = 0; epoch < Options.Epochs && epoch - bestEpoch < Options.Patience; epoch++)
        {
            Trial.Cancellation.ThrowIfCancellationRequested();
            var loss = Step(optimizer);
            DivergedException.ThrowIfNotFinite(loss, epoch + 1);
            Epochs = epoch + 1;
            if (keepsWarm && epoch == Options.WarmEpoch)
                Warm = WeightSnapshot.Of(Model);
            var value = Evaluate(loss);
            Trial.Progress.Report(new TrialProgress(Stage, epoch + 1, Options.Epochs, 0));
            if (value <= bestValue)
                continue;
            best?.Dispose();
            (best, bestValue, bestEpoch) = (WeightSnapshot.Of(Model), value, epoch);
        }

        if (keepsWarm)
            Warm ??= WeightSnapshot.Of(Model);
        Model.Generator = null;
        return best!;
    }

    private double Step(Adam optimizer)
    {
        using var scope = NewDisposeScope();
        Model.train();
        optimizer.ZeroGradients();
        var loss = Training.Loss(Model.call(Graph), Options.LossDivisor);
        loss.backward();
        optimizer.Step();
        return loss.ToDouble();
    }

    private double Evaluate(double trainingLoss)
    {
        if (Options.EpochSelection == EpochSelection.TrainingLoss)
            return -trainingLoss;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Model.eval();
        var logits = Model.call(Graph);
        return Options.EpochSelection == EpochSelection.ValidationLoss ? -Validation.Loss(logits) : Validation.Accuracy(logits);
    }
}
