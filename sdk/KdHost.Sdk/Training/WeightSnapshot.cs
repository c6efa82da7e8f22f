using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>A copy of a model's parameters and buffers.</summary>
public sealed class WeightSnapshot : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _tensors;

    private WeightSnapshot(Dictionary<string, torch.Tensor> tensors) => _tensors = tensors;

    /// <summary>Copies the present weights of a model.</summary>
    /// <param name="model">The model.</param>
    public static WeightSnapshot Of(torch.nn.Module model)
    {
        using var scope = torch.NewDisposeScope();
        return new WeightSnapshot(model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>A copy of this snapshot.</summary>
    public WeightSnapshot Clone() => new(_tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope()));

    /// <summary>A weighted mean with another snapshot of the same model: <c>w · this + (1 − w) · other</c>.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="weight">w, in [0, 1].</param>
    public WeightSnapshot Blend(WeightSnapshot other, double weight)
    {
        using var scope = torch.NewDisposeScope();
        using Scalar kept = weight, rest = 1 - weight;
        return new WeightSnapshot(_tensors.ToDictionary(pair => pair.Key, pair => pair.Value.mul(kept).add_(other._tensors[pair.Key], rest).DetachFromDisposeScope()));
    }

    /// <summary>Reads a snapshot from a safetensors file.</summary>
    /// <param name="path">The file.</param>
    public static WeightSnapshot Load(string path) =>
        new(Safetensors.Load(path).ToDictionary(pair => pair.Key, pair => pair.Value.DetachFromDisposeScope()));

    /// <summary>Writes the snapshot as a safetensors file.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => Safetensors.Save(path, _tensors);

    /// <summary>Copies the snapshot into a model of the same architecture.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="FaultException">Names or shapes differ.</exception>
    public void CopyTo(torch.nn.Module model)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var state = model.state_dict();
        if (state.Keys.Except(_tensors.Keys).Concat(_tensors.Keys.Except(state.Keys)).FirstOrDefault() is { } odd)
            throw Mismatch(odd, state.ContainsKey(odd) ? "no such tensor in the weights" : "no such parameter in the model");
        foreach (var (name, target) in state)
        {
            if (!target.shape.SequenceEqual(_tensors[name].shape))
                throw Mismatch(name, $"shape [{string.Join(", ", _tensors[name].shape)}] for [{string.Join(", ", target.shape)}]");
            target.copy_(_tensors[name]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
    }

    private static FaultException Mismatch(string tensor, string found) => new(new Fault("these weights are not of this model")
    {
        Key = tensor,
        Found = found,
        Expected = "the same names and shapes",
        Fix = "load them into the model that they were saved from",
    });
}
