using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>
/// Adam with an L2 penalty (D. Kingma, J. Ba, ICLR 2015, algorithm 1, on the gradient of loss plus penalty), at step k:
/// <code>
/// g ← g + λw
/// m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²
/// w ← w − η · (m / (1 − β₁ᵏ)) / (√(v / (1 − β₂ᵏ)) + ε)
/// </code>
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly torch.Tensor _mean, _square;

    /// <summary>Makes an optimizer that has seen no gradient.</summary>
    /// <param name="parameters">What is updated.</param>
    public Adam(FlatParameters parameters)
        : base(parameters) => (_mean, _square) = (NewState(), NewState());

    /// <summary>β₁, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, positive.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, torch.Tensor> State => new Dictionary<string, torch.Tensor> { ["mean"] = _mean, ["square"] = _square };

    /// <inheritdoc/>
    protected override void Update()
    {
        var gradients = WeightDecay > 0 ? Gradients + Decay() : Gradients;
        Values.sub_(Moments.Update(_mean, _square, gradients, Beta1, Beta2, Epsilon, Steps) * LearningRate);
    }
}
