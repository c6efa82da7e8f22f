using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum (I. Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013):
/// <code>
/// g ← g + λw
/// b ← μb + g
/// w ← w − η(g + μb)   with Nesterov's momentum,   w ← w − ηb   without
/// </code>
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly torch.Tensor _momentum;

    /// <summary>Makes an optimizer without momentum so far.</summary>
    /// <param name="parameters">What is updated.</param>
    public Sgd(FlatParameters parameters)
        : base(parameters) => _momentum = NewState();

    /// <summary>The momentum μ, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Whether to look ahead along the momentum.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, torch.Tensor> State => new Dictionary<string, torch.Tensor> { ["momentum"] = _momentum };

    /// <inheritdoc/>
    protected override void Update()
    {
        using Scalar momentum = Momentum, rate = -LearningRate;
        var direction = WeightDecay == 0 ? Gradients : Gradients + Decay();
        if (Momentum > 0)
        {
            _momentum.mul_(momentum).add_(direction);
            direction = Nesterov ? direction.add(_momentum, momentum) : _momentum;
        }

        Values.add_(direction, rate);
    }
}
