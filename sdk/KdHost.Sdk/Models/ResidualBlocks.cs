using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// A residual block <c>y = relu(F(x) + S(x))</c> of He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016.
/// S is the identity, or a 1x1 convolution with batch norm (option B) where the shape changes.
/// </summary>
internal abstract class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly string _shortcutName;
    private Sequential? _shortcut;
    private ReLU? _relu;

    /// <summary>Makes the frame of a block.</summary>
    /// <param name="name">Name of the type of block.</param>
    /// <param name="shortcutName">What the reference calls the shortcut.</param>
    protected ResidualBlock(string name, string shortcutName)
        : base(name) => _shortcutName = shortcutName;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shortcut = _shortcut is null ? input : _shortcut.call(input);
        return _relu!.call(Residual(input).add_(shortcut)).MoveToOuterDisposeScope();
    }

    /// <summary>F(x), with a batch norm last.</summary>
    /// <param name="input">x <c>[B, C, H, W]</c>.</param>
    protected abstract Tensor Residual(Tensor input);

    /// <summary>Registers the shortcut and the last activation behind the layers of F, the order of the reference's parameters.</summary>
    /// <param name="from">Channels of x.</param>
    /// <param name="to">Channels of y.</param>
    /// <param name="stride">Stride of the block.</param>
    /// <param name="norm">Makes the normalisation of some channels; null for batch norm.</param>
    protected void Finish(int from, int to, int stride, Func<int, Module<Tensor, Tensor>>? norm = null)
    {
        if (from != to || stride != 1)
        {
            _shortcut = Sequential(Conv2d(from, to, 1, stride, bias: false), norm?.Invoke(to) ?? BatchNorm2d(to));
            register_module(_shortcutName, _shortcut);
        }

        _relu = ReLU(); // not in place: its input is the pre-activation map that feature losses read
        register_module("relu", _relu);
    }
}

/// <summary>Two 3x3 convolutions; the first carries the stride.</summary>
internal sealed class BasicBlock : ResidualBlock
{
    private readonly Conv2d conv1, conv2;
    private readonly Module<Tensor, Tensor> bn1, bn2;

    public BasicBlock(int from, int width, int stride, string shortcutName, Func<int, Module<Tensor, Tensor>> norm)
        : base(nameof(BasicBlock), shortcutName)
    {
        register_module(nameof(conv1), conv1 = Conv2d(from, width, 3, stride, padding: 1, bias: false));
        register_module(nameof(bn1), bn1 = norm(width));
        register_module(nameof(conv2), conv2 = Conv2d(width, width, 3, padding: 1, bias: false));
        register_module(nameof(bn2), bn2 = norm(width));
        Finish(from, width, stride, norm);
    }

    protected override Tensor Residual(Tensor input) => bn2.call(conv2.call(bn1.call(conv1.call(input)).relu_()));
}

/// <summary>1x1, 3x3 and 1x1 convolutions, the last four times as wide; the 3x3 one carries the stride (version 1.5).</summary>
internal sealed class Bottleneck : ResidualBlock
{
    /// <summary>Output channels for one channel of the middle layer.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1, conv2, conv3;
    private readonly BatchNorm2d bn1, bn2, bn3;

    public Bottleneck(int from, int width, int stride, string shortcutName)
        : base(nameof(Bottleneck), shortcutName)
    {
        var to = width * Expansion;
        register_module(nameof(conv1), conv1 = Conv2d(from, width, 1, bias: false));
        register_module(nameof(bn1), bn1 = BatchNorm2d(width));
        register_module(nameof(conv2), conv2 = Conv2d(width, width, 3, stride, padding: 1, bias: false));
        register_module(nameof(bn2), bn2 = BatchNorm2d(width));
        register_module(nameof(conv3), conv3 = Conv2d(width, to, 1, bias: false));
        register_module(nameof(bn3), bn3 = BatchNorm2d(to));
        Finish(from, to, stride);
    }

    protected override Tensor Residual(Tensor input)
    {
        var x = bn1.call(conv1.call(input)).relu_();
        x = bn2.call(conv2.call(x)).relu_();
        return bn3.call(conv3.call(x));
    }
}
