using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Compression;

/// <summary>
/// Compresses the iterates after each step. Draws are functions of (seed of the sample order, step): all runs of a sample order see the same, and a resumed
/// trial needs no state of a generator.
/// </summary>
public sealed class Compressor : IDisposable
{
    private readonly PartialVarianceReductionOptions _options;
    private readonly IReadOnlyList<long> _seeds;
    private readonly List<torch.Tensor?> _masks = [];

    /// <summary>Makes the compressor; a mask is drawn here.</summary>
    /// <param name="options">Which operator.</param>
    /// <param name="student">Of whose initial weights a top-k mask keeps the largest; a linear model starts at 0, so its mask is that of weights as PyTorch would draw them.</param>
    /// <param name="seeds">One seed a sample order.</param>
    /// <exception cref="FaultException">More entries shall stay than a tensor has.</exception>
    public Compressor(PartialVarianceReductionOptions options, DistilledNetwork student, IReadOnlyList<long> seeds)
    {
        (_options, _seeds) = (options, seeds);
        var initial = student.Parameters;
        if (options.Keep is { } keep && options.Compression is CompressionKind.RandK or CompressionKind.TopK && initial.FirstOrDefault(block => Entries(block) < options.Keep) is { } small)
        {
            throw new FaultException(new Fault("more entries shall stay than the tensor has")
            {
                Key = "keep",
                Found = $"{keep} for {small.Name} with {Entries(small)} entries",
                Expected = $"from 1 to {Entries(small)}",
                Fix = "choose a smaller number, or null for half of the entries",
            });
        }

        if (!IsMask)
            return;
        using var drawn = student is StackedNetwork { IsLinear: true } linear ? (StackedNetwork)linear.Like(1, 1) : null;
        drawn?.Initialise([options.MaskSeed]);
        foreach (var (place, block) in (drawn ?? student).Parameters.Index())
            _masks.Add(block.Weights is { } weights ? Mask(weights, place) : null);
    }

    /// <summary>Whether a fixed mask is what compresses.</summary>
    public bool IsMask => _options.Compression is CompressionKind.MaskTopk or CompressionKind.MaskRandom;

    /// <summary>The masks, one a block; null where a block has no weights. Empty without a mask.</summary>
    public IReadOnlyList<torch.Tensor?> Masks => _masks;

    /// <summary>Compresses parameters in place.</summary>
    /// <param name="parameters">The iterates.</param>
    /// <param name="step">Which step, counted from 0; before the first, −1.</param>
    public void Apply(Blocks parameters, long step)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < parameters.Count; i++)
        {
            var block = parameters[i];
            if (IsMask)
                block.Weights?.mul_(_masks[i]!);
            else if (_options.Compression != CompressionKind.None)
                block.Values.copy_(Compressed(block, step, i));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var mask in _masks)
            mask?.Dispose();
    }

    private static long Entries(Block block) => block.Values.numel() / block.Values.shape[0] / block.Values.shape[block.RunDimension];

    private torch.Tensor Compressed(Block block, long step, int place)
    {
        var moved = block.Values.movedim([block.RunDimension], [1]);
        var shape = moved.shape;
        var values = moved.reshape(shape[0], shape[1], -1); // [S, K, d]
        var keep = _options.Keep ?? (int)Math.Max(1, values.shape[2] / 2);
        var result = _options.Compression switch
        {
            CompressionKind.RandK => CompressionOperators.RandK(values, Uniforms(values, step, place).topk(keep, -1).indexes),
            CompressionKind.TopK => CompressionOperators.TopK(values, keep),
            _ => CompressionOperators.Quantise(values, _options.Levels, Uniforms(values, step, place)),
        };
        return result.view(shape).movedim([1], [block.RunDimension]);
    }

    // [S, 1, d]
    private torch.Tensor Uniforms(torch.Tensor values, long step, int place) => torch.stack(_seeds.Select(seed =>
    {
        using var generator = new torch.Generator((ulong)Seeds.Derive(Seeds.Derive(seed, "compression", place), "step", step));
        return torch.rand([1, values.shape[2]], values.dtype, generator: generator);
    }));

    private torch.Tensor Mask(torch.Tensor weights, int place)
    {
        using var scope = torch.NewDisposeScope();
        var one = weights.narrow(0, 0, 1).detach();
        using var generator = new torch.Generator((ulong)Seeds.Derive(_options.MaskSeed, "mask", place));
        var mask = _options.Compression == CompressionKind.MaskRandom
            ? torch.rand(one.shape, torch.ScalarType.Float64, generator: generator).ge(_options.Sparsity).to(weights.dtype)
            : CompressionOperators.TopKMask(one.flatten(), _options.Sparsity, _options.MaskRule).view(one.shape);
        return mask.DetachFromDisposeScope();
    }
}
