using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>
/// LAMB (Y. You et al., "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes", ICLR 2020) in the form that image recipes use:
/// <code>
/// g ← g / max(‖g‖ / c, 1)                      one norm over all parameters
/// m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²
/// u = (m / (1 − β₁ᵏ)) / (√(v / (1 − β₂ᵏ)) + ε)
/// u ← (u + λw) · ‖w‖ / ‖u + λw‖                a parameter at a time, where it decays; the ratio is 1 when either norm is 0
/// w ← w − ηu
/// </code>
/// </summary>
public sealed class Lamb : Optimizer
{
    private readonly torch.Tensor _mean, _square;

    /// <summary>Makes an optimizer that has seen no gradient.</summary>
    /// <param name="parameters">What is updated.</param>
    public Lamb(FlatParameters parameters)
        : base(parameters) => (_mean, _square) = (NewState(), NewState());

    /// <summary>β₁, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, positive.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>c: the largest norm of all gradients together.</summary>
    public double MaximumNorm { get; init; } = 1;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, torch.Tensor> State => new Dictionary<string, torch.Tensor> { ["mean"] = _mean, ["square"] = _square };

    /// <inheritdoc/>
    protected override void Update()
    {
        var clipped = Gradients / (Gradients.norm() / MaximumNorm).clamp_min(1);
        var direction = Moments.Update(_mean, _square, clipped, Beta1, Beta2, Epsilon, Steps);
        if (WeightDecay > 0)
        {
            direction.add_(Decay());
            foreach (var segment in Parameters.Segments.Where(segment => DecaysVectors || segment.IsMatrix))
                Adapt(direction.narrow(0, segment.Offset, segment.Count), Values.narrow(0, segment.Offset, segment.Count));
        }

        Values.sub_(direction * LearningRate);
    }

    // No number leaves the device: a norm of 0 is told by the quotient that is not finite or 0.
    private static void Adapt(torch.Tensor direction, torch.Tensor values)
    {
        var (length, step) = (values.norm(), direction.norm());
        var ratio = length / step;
        direction.mul_(torch.where(length.gt(0).logical_and(step.gt(0)), ratio, torch.ones_like(ratio)));
    }
}
