using KdHost.Sdk.Interchange;
using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>
/// The exponential moving average of a network over its training (B. Polyak, A. Juditsky, 1992): after every step, over parameters and
/// floating-point buffers alike, <c>e ← d·e + (1 − d)·w</c>. Buffers of whole numbers are copied.
/// </summary>
public sealed class MovingAverage : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _network, _average;

    /// <summary>Begins with the network as it is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="decay">d, in (0, 1).</param>
    public MovingAverage(torch.nn.Module network, double decay)
    {
        using var scope = torch.NewDisposeScope();
        Decay = decay;
        _network = network.state_dict();
        _average = _network.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>d: the weight of the past.</summary>
    public double Decay { get; }

    /// <summary>Takes in the network after a step.</summary>
    public void Update()
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using Scalar past = Decay, present = 1 - Decay;
        foreach (var (name, average) in _average)
        {
            if (average.is_floating_point())
                average.mul_(past).add_(_network[name], present);
            else
                average.copy_(_network[name]);
        }
    }

    /// <summary>Puts the average into the network until the result is disposed, such as for an evaluation.</summary>
    public IDisposable Apply() => new Swap(this);

    /// <summary>Writes the average as a safetensors file.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => Safetensors.Save(path, _average);

    /// <summary>Reads an average of the same network.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Faults.FaultException">The file is not well formed.</exception>
    public void Load(string path)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (name, tensor) in Safetensors.Load(path))
            _average[name].copy_(tensor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _average.Values)
            tensor.Dispose();
    }

    private sealed class Swap : IDisposable
    {
        private readonly MovingAverage _owner;
        private readonly Dictionary<string, torch.Tensor> _kept;

        public Swap(MovingAverage owner)
        {
            _owner = owner;
            using var noGradient = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            _kept = owner._network.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope());
            Put(owner._average);
        }

        public void Dispose()
        {
            Put(_kept);
            foreach (var tensor in _kept.Values)
                tensor.Dispose();
        }

        private void Put(Dictionary<string, torch.Tensor> weights)
        {
            using var noGradient = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            foreach (var (name, tensor) in weights)
                _owner._network[name].copy_(tensor);
        }
    }
}
