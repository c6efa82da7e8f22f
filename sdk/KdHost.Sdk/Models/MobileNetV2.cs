using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// MobileNetV2 for small images, with the names of mdistiller: inverted residual blocks with linear ends.
/// Sandler, Howard, Zhu, Zhmoginov, Chen, "MobileNetV2: inverted residuals and linear bottlenecks", CVPR 2018.
/// </summary>
/// <remarks>The reference uses ReLU where the paper has ReLU6, no dropout, and keeps the last width at 1280 whatever the factor.</remarks>
public sealed class MobileNetV2 : Classifier
{
    private const int StemWidth = 32, LastWidth = 1280;

    private static readonly (int Expansion, int Width, int Blocks, int Stride)[] Plan =
        [(1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential conv1;
    private readonly Sequential blocks = Sequential();
    private readonly Sequential conv2;
    private readonly Sequential classifier;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Factor on the channels of all layers but the last.</param>
    public MobileNetV2(ImageShape input, int classes, double width)
        : base(nameof(MobileNetV2))
    {
        var channels = (int)(StemWidth * width);
        conv1 = Sequential(Conv2d(input.Channels, channels, 3, stride: 2, padding: 1, bias: false), BatchNorm2d(channels), ReLU(inplace: true));
        foreach (var (expansion, baseWidth, count, stride) in Plan)
        {
            var stage = Sequential();
            for (var block = 0; block < count; block++)
            {
                stage.append(new InvertedResidual(channels, (int)(baseWidth * width), block == 0 ? stride : 1, expansion));
                channels = (int)(baseWidth * width);
            }

            blocks.append(stage);
        }

        conv2 = Sequential(Conv2d(channels, LastWidth, 1, bias: false), BatchNorm2d(LastWidth), ReLU(inplace: true));
        classifier = Sequential(Linear(LastWidth, classes));
        RegisterComponents();
        Init.KaimingFanOut(this);
        Init.NormalLinear(this, 0.01);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", nameof(conv1)), Stage.EndingIn("stage1", "blocks.1"), Stage.EndingIn("stage2", "blocks.2"),
        Stage.EndingIn("stage3", "blocks.4"), Stage.EndingIn("stage4", "blocks.6"),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = conv2.call(blocks.call(conv1.call(input)));
        return classifier.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    [Model("mobilenetv2-half", "MobileNetV2 of half width for small images", Parameters = 812_836)]
    internal static Classifier Half(ImageShape input, int classes) => new MobileNetV2(input, classes, 0.5);

    private sealed class InvertedResidual : Module<Tensor, Tensor>
    {
        private readonly Sequential conv;
        private readonly bool _residual;

        public InvertedResidual(int from, int to, int stride, int expansion)
            : base(nameof(InvertedResidual))
        {
            var hidden = from * expansion;
            conv = Sequential(
                Conv2d(from, hidden, 1, bias: false), BatchNorm2d(hidden), ReLU(inplace: true),
                Conv2d(hidden, hidden, 3, stride, padding: 1, groups: hidden, bias: false), BatchNorm2d(hidden), ReLU(inplace: true),
                Conv2d(hidden, to, 1, bias: false), BatchNorm2d(to));
            _residual = stride == 1 && from == to;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _residual ? conv.call(input).add_(input) : conv.call(input);
    }
}
