using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// A convolution whose stride is its kernel, computed as one linear layer on the patches; rows and columns that fill no patch are left out.
/// Weight <c>[D, C, side, side]</c>, bias <c>[D]</c>.
/// </summary>
/// <remarks>
/// Not a Conv2d, because on some processors libtorch 2.10 computes float32 convolutions wrongly when the number of channels is not a multiple
/// of its blocks (24, 40, 58 and others were seen); matrix products are not affected.
/// </remarks>
internal sealed class PatchConvolution : Module<Tensor, Tensor>
{
    private readonly int _side;
    private readonly Parameter weight, bias;

    /// <summary>Makes the layer, with initial weights <c>N(0, 0.02²)</c> and bias 0.</summary>
    /// <param name="from">C, channels of the map <c>[B, C, H, W]</c>.</param>
    /// <param name="to">D, channels of the result <c>[B, D, H / side, W / side]</c>.</param>
    /// <param name="side">Side of a patch.</param>
    public PatchConvolution(int from, int to, int side)
        : base(nameof(PatchConvolution))
    {
        _side = side;
        weight = Parameter(init.normal_(empty(to, from, side, side), 0, 0.02));
        bias = Parameter(zeros(to));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, rows, columns) = (input.shape[0], input.shape[1], input.shape[2] / _side, input.shape[3] / _side);
        var patches = input.narrow(2, 0, rows * _side).narrow(3, 0, columns * _side)
            .reshape(batch, channels, rows, _side, columns, _side).permute(0, 2, 4, 1, 3, 5).flatten(3);
        return functional.linear(patches, weight.flatten(1), bias).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
