using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>The architecture of a <see cref="StackedNetwork"/>.</summary>
/// <param name="Inputs">D: numbers in one sample.</param>
/// <param name="Classes">C.</param>
/// <param name="Hidden">Widths of the hidden layers; none for a linear model.</param>
/// <param name="Activation">Behind each hidden layer.</param>
/// <param name="HasBias">Whether layers have biases. The first layer's is its last row, which multiplies a column of ones in the inputs.</param>
public sealed record NetworkShape(int Inputs, int Classes, IReadOnlyList<int> Hidden, Activation Activation, bool HasBias);

/// <summary>
/// Linear models, deep linear networks and perceptrons with their gradients written out, stacked over sample orders and runs. All runs of a sample order share
/// their inputs, so the first layer of K runs is one matrix <c>[D, K·H]</c>; the following layers are batched products.
/// </summary>
public sealed class StackedNetwork : DistilledNetwork
{
    private readonly NetworkShape _shape;
    private readonly torch.ScalarType _type;

    /// <summary>A network with all parameters 0.</summary>
    /// <param name="shape">The architecture.</param>
    /// <param name="replicates">S.</param>
    /// <param name="runs">K.</param>
    /// <param name="type">Type of the parameters.</param>
    public StackedNetwork(NetworkShape shape, int replicates, int runs, torch.ScalarType type = torch.ScalarType.Float32)
    {
        (_shape, Replicates, Runs, _type) = (shape, replicates, runs, type);
        var blocks = new List<Block>();
        var (width, layer) = (shape.Inputs, 1);
        foreach (var next in shape.Hidden.Append(shape.Classes))
        {
            var name = $"layers.{layer}.weight";
            if (layer == 1)
                blocks.Add(new Block(name, Zeros(replicates, width + (shape.HasBias ? 1 : 0), runs, next), RunDimension: 2, width));
            else
                blocks.Add(new Block(name, Zeros(replicates, runs, width, next), RunDimension: 1, runs));
            if (layer > 1 && shape.HasBias)
                blocks.Add(new Block($"layers.{layer}.bias", Zeros(replicates, runs, 1, next), RunDimension: 1, WeightRows: 0));
            (width, layer) = (next, layer + 1);
        }

        Parameters = new Blocks(blocks);
    }

    /// <inheritdoc/>
    public override int Replicates { get; }

    /// <inheritdoc/>
    public override int Runs { get; }

    /// <inheritdoc/>
    public override Blocks Parameters { get; }

    /// <inheritdoc/>
    public override bool IsLinear => _shape.Hidden.Count == 0;

    /// <summary>
    /// Draws initial weights: uniform in ±1/√(fan-in), PyTorch's for linear layers. The same for all runs of a sample order.
    /// </summary>
    /// <param name="seeds">One seed a sample order.</param>
    public void Initialise(IReadOnlyList<long> seeds)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        for (var replicate = 0; replicate < Replicates; replicate++)
        {
            using var generator = new torch.Generator((ulong)Seeds.Derive(seeds[replicate], "initial weights"));
            var fanIn = (double)_shape.Inputs;
            foreach (var block in Parameters)
            {
                var one = block.Values.narrow(0, replicate, 1);
                var shape = one.shape;
                shape[block.RunDimension] = 1;
                if (block.Name.EndsWith("weight", StringComparison.Ordinal) && block.RunDimension == 1)
                    fanIn = shape[2];
                var draws = torch.rand(shape, torch.ScalarType.Float64, generator: generator);
                one.copy_((draws - 0.5) * (2 / Math.Sqrt(fanIn)));
            }
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Logits(torch.Tensor inputs)
    {
        using var scope = torch.NewDisposeScope();
        return Forward(inputs, keep: null).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Blocks Gradient(torch.Tensor inputs, Func<torch.Tensor, torch.Tensor> residual)
    {
        var hidden = new List<torch.Tensor>();
        var delta = residual(Forward(inputs, hidden));
        var gradients = new Block[Parameters.Count];
        var place = Parameters.Count - 1;
        if (!IsLinear)
            delta = delta.permute(0, 2, 1, 3);
        for (var layer = _shape.Hidden.Count; layer > 0; layer--)
        {
            var below = hidden[layer - 1]; // [S, K, B, H]
            if (_shape.HasBias)
                gradients[place] = Parameters[place--].With(delta.sum(2, keepdim: true));
            var weight = Parameters[place].Values;
            gradients[place] = Parameters[place--].With(torch.matmul(below.transpose(2, 3), delta));
            delta = _shape.Activation.TimesDerivative(torch.matmul(delta, weight.transpose(2, 3)), below);
            if (layer == 1)
                delta = delta.permute(0, 2, 1, 3);
        }

        var first = Parameters[0].Values.shape; // [S, D, K, H]
        var flat = delta.reshape(delta.shape[0], delta.shape[1], first[2] * first[3]);
        gradients[0] = Parameters[0].With(inputs.transpose(1, 2).bmm(flat).view(first));
        return new Blocks(gradients);
    }

    /// <inheritdoc/>
    public override DistilledNetwork Like(int replicates, int runs) => new StackedNetwork(_shape, replicates, runs, _type);

    // Logits [S, B, K, C]; the outputs of the hidden layers [S, K, B, H] are kept for the way back.
    private torch.Tensor Forward(torch.Tensor inputs, List<torch.Tensor>? keep)
    {
        var weight = Parameters[0].Values;
        var (replicates, rows, runs, width) = (weight.shape[0], weight.shape[1], weight.shape[2], weight.shape[3]);
        var flat = weight.view(replicates, rows, runs * width);
        var samples = inputs.shape[1];
        var first = inputs.shape[0] == replicates ? inputs.bmm(flat) : inputs.expand(replicates, samples, rows).bmm(flat);
        var output = first.view(replicates, samples, runs, width);
        if (IsLinear)
            return output;
        output = output.permute(0, 2, 1, 3);
        for (var place = 1; place < Parameters.Count; place++)
        {
            output = _shape.Activation.Apply(output);
            keep?.Add(output);
            output = torch.matmul(output, Parameters[place].Values);
            if (_shape.HasBias)
                output = output.add_(Parameters[++place].Values);
        }

        return output.permute(0, 2, 1, 3);
    }

    private torch.Tensor Zeros(params long[] shape) => torch.zeros(shape, _type).DetachFromDisposeScope();
}
