using KdHost.Sdk.Training;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.PartialVarianceReduction.Theory;

/// <summary>
/// The objective of a linear model on all training samples, <c>f(W) = mean ℓ + (w/2)‖W‖²</c>, in double precision, with its gradient and the largest eigenvalue
/// of its Hessian in closed form.
/// </summary>
public sealed class LinearObjective : IDisposable
{
    private readonly torch.Tensor _inputs, _labels, _decay;
    private readonly torch.Tensor? _mask;
    private readonly torch.Tensor _count, _two;
    private readonly SampleLoss _loss;

    /// <summary>The objective of some samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="options">Loss and weight decay.</param>
    /// <param name="mask">Where weights may differ from 0, <c>[D, C]</c>; null for everywhere.</param>
    public LinearObjective(Samples samples, PartialVarianceReductionOptions options, torch.Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        _loss = options.Loss;
        _inputs = samples.Inputs.to(torch.ScalarType.Float64).DetachFromDisposeScope();
        _labels = samples.Labels.to(torch.ScalarType.Float64).DetachFromDisposeScope();
        _mask = mask?.to(torch.ScalarType.Float64).DetachFromDisposeScope();
        _decay = DecayOf(samples, options).DetachFromDisposeScope();
        // Constants as tensors: implicit scalars may be finalised while a native call runs.
        (_count, _two) = (torch.tensor((double)samples.Count).DetachFromDisposeScope(), torch.tensor(2.0).DetachFromDisposeScope());
    }

    /// <summary>w of each row <c>[D, 1]</c>, float64: 0 in the row of biases where they do not decay.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="options">Weight decay, and whether biases decay.</param>
    public static torch.Tensor DecayOf(Samples samples, PartialVarianceReductionOptions options)
    {
        var decay = torch.full([samples.Inputs.shape[1], 1], options.WeightDecay, torch.ScalarType.Float64);
        if (options.Bias && !options.DecayBias)
            decay[decay.shape[0] - 1] = 0;
        return decay;
    }

    /// <summary>Value and gradient.</summary>
    /// <param name="weights">W <c>[D, C]</c>, float64.</param>
    public (double Value, torch.Tensor Gradient) At(torch.Tensor weights)
    {
        using var scope = torch.NewDisposeScope();
        var logits = _inputs.mm(weights);
        var (loss, residual) = _loss == SampleLoss.CrossEntropy ? CrossEntropy(logits) : ((logits - _labels).square().sum(), (logits - _labels) * _two);
        var gradient = (_inputs.transpose(0, 1).mm(residual) / _count) + (_decay * weights);
        if (_mask is not null)
            gradient = gradient * _mask;
        var value = (loss / _count) + ((_decay * weights * weights).sum() / _two);
        return (value.item<double>(), gradient.MoveToOuterDisposeScope());
    }

    /// <summary>L: the largest eigenvalue of the Hessian at some weights.</summary>
    /// <param name="weights">W <c>[D, C]</c>, float64.</param>
    public double Smoothness(torch.Tensor weights)
    {
        using var scope = torch.NewDisposeScope();
        var predictions = softmax(_inputs.mm(weights), 1);
        var start = torch.linspace(1, 2, weights.numel(), torch.ScalarType.Float64).view(weights.shape) * torch.linspace(-1, 1, weights.shape[1], torch.ScalarType.Float64);
        return PowerIteration.LargestEigenvalue(Product, start);

        torch.Tensor Product(torch.Tensor direction)
        {
            using var inner = torch.NewDisposeScope();
            var change = _inputs.mm(direction);
            var curved = _loss == SampleLoss.CrossEntropy ? predictions * (change - (predictions * change).sum(1, keepdim: true)) : change * _two;
            return ((_inputs.transpose(0, 1).mm(curved) / _count) + (_decay * direction)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// A change of variables <c>W = P U</c> that makes L-BFGS quick: <c>P = V diag(e/10 + w + 10⁻⁴)^(−½)</c> with the eigenvalues e and eigenvectors V of
    /// <c>XᵀX/N</c>; plain pixels have a condition number above 10⁶. Under a mask each class has a P of its own, on the inputs that it may use.
    /// </summary>
    /// <returns><c>[1 or C, D, D]</c>.</returns>
    public torch.Tensor Preconditioner()
    {
        using var scope = torch.NewDisposeScope();
        var moments = _inputs.transpose(0, 1).mm(_inputs) / _count;
        if (_mask is null)
            return Inverse(moments, _decay).unsqueeze(0).MoveToOuterDisposeScope();
        return torch.stack(Enumerable.Range(0, (int)_mask.shape[1]).Select(one =>
        {
            var used = _mask[.., one].nonzero().flatten();
            var inverse = Inverse(moments.index_select(0, used).index_select(1, used), _decay.index_select(0, used));
            var wide = torch.zeros(moments.shape[0], used.numel(), torch.ScalarType.Float64).index_copy(0, used, inverse);
            return torch.zeros_like(moments).index_copy(1, used, wide);
        })).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _labels.Dispose();
        _decay.Dispose();
        _count.Dispose();
        _two.Dispose();
        _mask?.Dispose();
    }

    private static torch.Tensor Inverse(torch.Tensor moments, torch.Tensor decay)
    {
        var (values, vectors) = torch.linalg.eigh(moments);
        return vectors * ((values.clamp_min(0) * 0.1) + decay.mean() + 1e-4).rsqrt();
    }

    private (torch.Tensor Loss, torch.Tensor Residual) CrossEntropy(torch.Tensor logits)
    {
        var logarithms = log_softmax(logits, 1);
        return ((logarithms * _labels).sum().neg(), logarithms.exp().sub_(_labels));
    }
}
