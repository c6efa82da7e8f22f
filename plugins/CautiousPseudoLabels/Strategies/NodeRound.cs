using KdHost.Plugins.CautiousPseudoLabels.Nodes;
using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>What a strategy for nodes can look at in a round.</summary>
internal sealed record NodeRound
{
    /// <summary>The options.</summary>
    public required CautiousPseudoLabelsOptions Options { get; init; }

    /// <summary>The teacher's averaged prediction.</summary>
    public required NodePrediction Prediction { get; init; }

    /// <summary>The teacher's logits of the clean graph, <c>[n, C]</c>.</summary>
    public required torch.Tensor Logits { get; init; }

    /// <summary>The teacher itself, with its weights, in evaluation mode.</summary>
    public required NodeClassifier Teacher { get; init; }

    /// <summary>The clean graph.</summary>
    public required GraphTensors Graph { get; init; }

    /// <summary>Nodes with a given label, and it.</summary>
    public required IReadOnlyList<(int Node, int Label)> Given { get; init; }

    /// <summary>The pseudo labels so far.</summary>
    public required PseudoLabelSet Labels { get; init; }

    /// <summary>Nodes that may be labelled, ascending.</summary>
    public required IReadOnlyList<int> Candidates { get; init; }

    /// <summary>The validation nodes with their labels.</summary>
    public required NodePart Validation { get; init; }

    /// <summary>True labels, for the oracle alone.</summary>
    public required IReadOnlyList<int> Truth { get; init; }

    /// <summary>Seed of the round's draws.</summary>
    public required long Seed { get; init; }

    /// <summary>A stream of random numbers for a purpose.</summary>
    public RandomStream Random(string purpose) => new(Seeds.Derive(Seed, purpose));

    /// <summary>The predictions of the candidates.</summary>
    public IReadOnlyList<PseudoLabel> Predictions() => [.. Candidates.Select(Prediction.Label)];
}
