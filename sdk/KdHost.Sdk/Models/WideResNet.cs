using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// A wide residual network WRN-d-k of Zagoruyko, Komodakis, "Wide residual networks", BMVC 2016, with the names of mdistiller:
/// pre-activation blocks of two 3x3 convolutions, widths 16k, 32k, 64k.
/// </summary>
/// <remarks>A stage gives the raw sum; the batch norm that reads it is its pre-activation map.</remarks>
public sealed class WideResNet : Classifier
{
    private readonly Conv2d conv1;
    private readonly WideStage block1, block2, block3;
    private readonly BatchNorm2d bn1;
    private readonly Linear fc;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="depth">d, six times the blocks of a stage plus four.</param>
    /// <param name="widen">k, at least 1.</param>
    public WideResNet(ImageShape input, int classes, int depth, int widen)
        : base(nameof(WideResNet))
    {
        var blocks = (depth - 4) / 6;
        conv1 = Conv2d(input.Channels, 16, 3, padding: 1, bias: false);
        block1 = new WideStage(blocks, 16, 16 * widen, stride: 1);
        block2 = new WideStage(blocks, 16 * widen, 32 * widen, stride: 2);
        block3 = new WideStage(blocks, 32 * widen, 64 * widen, stride: 2);
        bn1 = BatchNorm2d(64 * widen);
        fc = Linear(64 * widen, classes);
        RegisterComponents();
        Init.KaimingFanOut(this);
        init.zeros_(fc.bias!);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", nameof(conv1)),
        new("stage1", TapPoint.OutputOf(nameof(block1)), TapPoint.OutputOf("block2.layer.0.bn1")),
        new("stage2", TapPoint.OutputOf(nameof(block2)), TapPoint.OutputOf("block3.layer.0.bn1")),
        new("stage3", TapPoint.OutputOf(nameof(block3)), TapPoint.OutputOf(nameof(bn1))),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = block3.call(block2.call(block1.call(conv1.call(input))));
        return fc.call(bn1.call(x).relu().mean([2, 3])).MoveToOuterDisposeScope();
    }

    [Model("wrn-16-1", "wide ResNet, depth 16, width 1", Parameters = 180_916)]
    internal static Classifier Wrn16x1(ImageShape input, int classes) => new WideResNet(input, classes, 16, 1);

    [Model("wrn-16-2", "wide ResNet, depth 16, width 2", Parameters = 703_284)]
    internal static Classifier Wrn16x2(ImageShape input, int classes) => new WideResNet(input, classes, 16, 2);

    [Model("wrn-40-1", "wide ResNet, depth 40, width 1", Parameters = 569_780)]
    internal static Classifier Wrn40x1(ImageShape input, int classes) => new WideResNet(input, classes, 40, 1);

    [Model("wrn-40-2", "wide ResNet, depth 40, width 2", Parameters = 2_255_156)]
    internal static Classifier Wrn40x2(ImageShape input, int classes) => new WideResNet(input, classes, 40, 2);

    private sealed class WideStage : Module<Tensor, Tensor>
    {
        private readonly Sequential layer = Sequential();

        public WideStage(int blocks, int from, int to, int stride)
            : base(nameof(WideStage))
        {
            for (var block = 0; block < blocks; block++)
                layer.append(block == 0 ? new WideBlock(from, to, stride) : new WideBlock(to, to, 1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layer.call(input);
    }

    private sealed class WideBlock : Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d bn1;
        private readonly Conv2d conv1;
        private readonly BatchNorm2d bn2;
        private readonly Conv2d conv2;
        private readonly Conv2d? convShortcut;

        public WideBlock(int from, int to, int stride)
            : base(nameof(WideBlock))
        {
            bn1 = BatchNorm2d(from);
            conv1 = Conv2d(from, to, 3, stride, padding: 1, bias: false);
            bn2 = BatchNorm2d(to);
            conv2 = Conv2d(to, to, 3, padding: 1, bias: false);
            convShortcut = from == to ? null : Conv2d(from, to, 1, stride, bias: false);
            RegisterComponents();
        }

        // A shortcut convolution reads the activated map; the identity reads the raw one.
        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var active = bn1.call(input).relu();
            var residual = conv2.call(bn2.call(conv1.call(active)).relu_());
            return residual.add_(convShortcut?.call(active) ?? input).MoveToOuterDisposeScope();
        }
    }
}
