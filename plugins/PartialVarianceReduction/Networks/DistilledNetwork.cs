using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>
/// A stack of S × K students of one architecture: S sample orders, and K runs (one a λ) on each of them. Everything about distillation happens between
/// <see cref="Logits"/> and the gradient of the logits, so a network only has to multiply by its Jacobian: <c>∇f = J(x)ᵀ r</c>, Eq. (E9).
/// </summary>
public abstract class DistilledNetwork : IDisposable
{
    /// <summary>S: sample orders.</summary>
    public abstract int Replicates { get; }

    /// <summary>K: runs on each sample order.</summary>
    public abstract int Runs { get; }

    /// <summary>The parameters.</summary>
    public abstract Blocks Parameters { get; }

    /// <summary>Whether logits are a linear function of the parameters, so that Eq. (E4) is exact.</summary>
    public abstract bool IsLinear { get; }

    /// <summary>The logits of some samples, without gradients.</summary>
    /// <param name="inputs"><c>[S, B, D]</c>, or <c>[1, B, D]</c> for the same samples in all sample orders.</param>
    /// <returns><c>[S, B, K, C]</c>.</returns>
    public abstract torch.Tensor Logits(torch.Tensor inputs);

    /// <summary>Jᵀr: the gradient of the parameters, in the current dispose scope.</summary>
    /// <param name="inputs"><c>[S, B, D]</c>.</param>
    /// <param name="residual">From logits <c>[S, B, K, C]</c> to the gradient of the loss in them.</param>
    public abstract Blocks Gradient(torch.Tensor inputs, Func<torch.Tensor, torch.Tensor> residual);

    /// <summary>The same architecture with other numbers of sample orders and runs.</summary>
    /// <param name="replicates">S.</param>
    /// <param name="runs">K.</param>
    public abstract DistilledNetwork Like(int replicates, int runs);

    /// <summary>Everything that the logits depend on, by name: the parameters, and the buffers of networks that have some.</summary>
    public virtual IEnumerable<KeyValuePair<string, torch.Tensor>> State => Parameters.Named();

    /// <summary>Takes over parameters and buffers.</summary>
    /// <param name="state">Of the same architecture; one run or sample order stands for all.</param>
    public void CopyFrom(IEnumerable<KeyValuePair<string, torch.Tensor>> state)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var own = State.ToDictionary();
        foreach (var (name, values) in state)
            own[name].copy_(values);
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the parameters.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing) => Parameters.Dispose();
}
