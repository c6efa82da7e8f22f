using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>A model of the catalogue with gradients by automatic differentiation: one sample order, one run.</summary>
public sealed class CatalogNetwork : DistilledNetwork
{
    private readonly string _name;
    private readonly ImageShape _input;
    private readonly int _classes;
    private readonly torch.Device _device;
    private readonly Classifier _model;
    private readonly FlatParameters _flat;

    /// <summary>A network with fresh weights.</summary>
    /// <param name="name">Name in the catalogue.</param>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="device">Where it lives.</param>
    public CatalogNetwork(string name, ImageShape input, int classes, long seed, torch.Device device)
    {
        (_name, _input, _classes, _device) = (name, input, classes, device);
        _model = ModelCatalog.Create(name, input, classes, seed);
        _model.to(device);
        _model.train();
        _flat = new FlatParameters(_model);
        Parameters = new Blocks([.. _flat.Segments.Select(segment => Part(_flat.Values, segment))]);
        foreach (var block in Parameters)
            block.Values.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override int Replicates => 1;

    /// <inheritdoc/>
    public override int Runs => 1;

    /// <inheritdoc/>
    public override Blocks Parameters { get; }

    /// <inheritdoc/>
    public override bool IsLinear => false;

    /// <summary>The model itself, for its buffers and for files.</summary>
    public Classifier Model => _model;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, torch.Tensor>> State => _model.state_dict();

    /// <summary>
    /// Whether batch norms use the statistics that they have stored, and leave them alone: for teachers, and for both sides of a cosine.
    /// </summary>
    public bool UsesStoredStatistics { get; set; }

    /// <inheritdoc/>
    public override torch.Tensor Logits(torch.Tensor inputs)
    {
        using var noGradient = torch.no_grad();
        _model.eval();
        return Call(inputs);
    }

    /// <inheritdoc/>
    public override Blocks Gradient(torch.Tensor inputs, Func<torch.Tensor, torch.Tensor> residual)
    {
        using var enabled = torch.enable_grad();
        _model.train(!UsesStoredStatistics);
        _flat.Gradients.zero_();
        var logits = Call(inputs);
        (logits * residual(logits.detach())).sum().backward(); // Jᵀr
        var gradients = _flat.Gradients.clone(); // the next call overwrites them
        return new Blocks([.. _flat.Segments.Select(segment => Part(gradients, segment))]);
    }

    /// <inheritdoc/>
    public override DistilledNetwork Like(int replicates, int runs)
    {
        if ((replicates, runs) != (1, 1))
            throw new ArgumentException("a network of the catalogue is not stacked", nameof(runs));
        return new CatalogNetwork(_name, _input, _classes, seed: 0, _device);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _flat.Dispose();
        _model.Dispose();
    }

    private static Block Part(torch.Tensor flat, Segment segment) =>
        new(segment.Name, flat.narrow(0, segment.Offset, segment.Count).view(1, 1, segment.Count), RunDimension: 1, segment.IsMatrix ? 1 : 0);

    private torch.Tensor Call(torch.Tensor inputs) =>
        _model.call(inputs.view(inputs.shape[1], _input.Channels, _input.Height, _input.Width)).view(1, inputs.shape[1], 1, _classes);
}
