using System.Globalization;
using KdHost.Sdk.Interchange;
using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>Updates a network's parameters from their gradients.</summary>
/// <param name="parameters">What is updated; the optimizer owns it from now on.</param>
public abstract class Optimizer(FlatParameters parameters) : IDisposable
{
    private const string StepsKey = "steps";
    private torch.Tensor? _decay;

    /// <summary>What is updated.</summary>
    public FlatParameters Parameters { get; } = parameters;

    /// <summary>The learning rate η of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>The weight decay λ.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether biases and the scales of normalisations (parameters of one dimension) decay as well.</summary>
    public bool DecaysVectors { get; init; } = true;

    /// <summary>Number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The parameters as one vector.</summary>
    protected torch.Tensor Values => Parameters.Values;

    /// <summary>The gradients as one vector.</summary>
    protected torch.Tensor Gradients => Parameters.Gradients;

    /// <summary>What the next step depends on beside parameters and <see cref="Steps"/>, by name.</summary>
    protected abstract IReadOnlyDictionary<string, torch.Tensor> State { get; }

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients() => Gradients.zero_().Dispose();

    /// <summary>Scales the gradients down where their common Euclidean norm exceeds a bound.</summary>
    /// <param name="norm">The bound, positive.</param>
    public void ClipGradients(double norm)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Gradients.mul_((norm / (Gradients.norm() + 1e-6)).clamp_max(1));
    }

    /// <summary>Updates all parameters once.</summary>
    public void Step()
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Steps++;
        Update();
    }

    /// <summary>Writes the state as a safetensors file.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) =>
        Safetensors.Save(path, State, new Dictionary<string, string> { [StepsKey] = Steps.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Reads the state of an optimizer of the same kind for the same parameters.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Faults.FaultException">The file is not well formed.</exception>
    public void Load(string path)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        Steps = long.Parse(file.Metadata[StepsKey], CultureInfo.InvariantCulture);
        foreach (var entry in file.Tensors)
            State[entry.Name].copy_(file.Read(entry));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in State.Values)
            tensor.Dispose();
        _decay?.Dispose();
        Parameters.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One step, inside a dispose scope and without gradients.</summary>
    protected abstract void Update();

    /// <summary>A vector of zeros as long as the parameters, for a state.</summary>
    protected torch.Tensor NewState() => torch.zeros_like(Values).DetachFromDisposeScope();

    /// <summary>λ · w, where a parameter decays.</summary>
    protected torch.Tensor Decay()
    {
        if (DecaysVectors)
            return Values * WeightDecay;
        _decay ??= DecayOfEach();
        return Values * _decay;
    }

    private torch.Tensor DecayOfEach()
    {
        var decay = torch.zeros_like(Values);
        foreach (var segment in Parameters.Segments.Where(segment => segment.IsMatrix))
            decay.narrow(0, segment.Offset, segment.Count).fill_(WeightDecay);
        return decay.DetachFromDisposeScope();
    }
}
