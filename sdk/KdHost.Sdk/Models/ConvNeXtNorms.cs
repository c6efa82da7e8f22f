using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>Layer norm over the channels of a map <c>[B, C, H, W]</c>, at each position apart.</summary>
/// <remarks>The result is contiguous, for the reason that <see cref="PatchConvolution"/> gives: channels-last maps are hit more often.</remarks>
internal sealed class ChannelNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight, bias;

    public ChannelNorm(int channels)
        : base(nameof(ChannelNorm))
    {
        weight = Parameter(ones(channels));
        bias = Parameter(zeros(channels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.layer_norm(input.permute(0, 2, 3, 1), weight.shape, weight, bias, 1e-6).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Global response normalisation: <c>G = ‖x‖₂</c> over H and W, <c>N = G / (mean over channels of G + 1e-6)</c>, <c>y = x + β + γ·x·N</c>;
/// maps <c>[B, H, W, C]</c>. γ and β start at 0, so that the layer starts as the identity.
/// </summary>
internal sealed class GlobalResponseNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight, bias;

    public GlobalResponseNorm(int channels)
        : base(nameof(GlobalResponseNorm))
    {
        weight = Parameter(zeros(channels));
        bias = Parameter(zeros(channels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var energy = input.flatten(1, 2).norm(1, keepdim: true).unsqueeze(1); // the root of a sum would have no gradient at 0
        var relative = energy / (energy.mean([-1], keepdim: true) + 1e-6);
        return (input + bias + (weight * input * relative)).MoveToOuterDisposeScope();
    }
}
