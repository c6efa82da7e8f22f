using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// A VGG network with batch norm for small images: five blocks of 3x3 convolutions, the mean over positions, a linear layer.
/// Simonyan, Zisserman, "Very deep convolutional networks for large-scale image recognition", ICLR 2015; names of mdistiller.
/// </summary>
public sealed class VggNet : Classifier
{
    private const int TallImage = 64; // from this height on the reference pools once more

    private static readonly int[] Widths = [64, 128, 256, 512, 512];
    private readonly List<(Sequential Block, ReLU Relu)> _blocks = [];
    private readonly Linear _classifier;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="convolutions">Number of convolutions in each of the five blocks.</param>
    public VggNet(ImageShape input, int classes, params ReadOnlySpan<int> convolutions)
        : base(nameof(VggNet))
    {
        var channels = input.Channels;
        for (var index = 0; index < Widths.Length; index++)
        {
            var block = Sequential();
            for (var layer = 0; layer < convolutions[index]; layer++)
            {
                if (layer > 0)
                    block.append(ReLU(inplace: true));
                block.append(Conv2d(channels, Widths[index], 3, padding: 1));
                block.append(BatchNorm2d(Widths[index]));
                channels = Widths[index];
            }

            var relu = ReLU();
            register_module($"block{index}", block);
            register_module($"relu{index}", relu);
            _blocks.Add((block, relu));
        }

        _classifier = Linear(channels, classes);
        register_module("classifier", _classifier);
        Init.KaimingFanOut(this);
        Init.NormalLinear(this, 0.01);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", "relu0"), .. Enumerable.Range(1, Widths.Length - 1).Select(index => Stage.EndingInActivation($"stage{index}", $"relu{index}")),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pools = input.shape[2] >= TallImage ? 4 : 3;
        var x = input;
        foreach (var (index, (block, relu)) in _blocks.Index())
        {
            x = relu.call(block.call(x));
            if (index < pools)
                x = functional.max_pool2d(x, 2, 2);
        }

        return _classifier.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    [Model("vgg8", "VGG with batch norm, one convolution a block", Parameters = 3_965_028)]
    internal static Classifier Vgg8(ImageShape input, int classes) => new VggNet(input, classes, 1, 1, 1, 1, 1);

    [Model("vgg11", "VGG with batch norm, 8 convolutions", Parameters = 9_277_284)]
    internal static Classifier Vgg11(ImageShape input, int classes) => new VggNet(input, classes, 1, 1, 2, 2, 2);

    [Model("vgg13", "VGG with batch norm, 10 convolutions", Parameters = 9_462_180)]
    internal static Classifier Vgg13(ImageShape input, int classes) => new VggNet(input, classes, 2, 2, 2, 2, 2);

    [Model("vgg16", "VGG with batch norm, 13 convolutions", Parameters = 14_774_436)]
    internal static Classifier Vgg16(ImageShape input, int classes) => new VggNet(input, classes, 2, 2, 3, 3, 3);

    [Model("vgg19", "VGG with batch norm, 16 convolutions", Parameters = 20_086_692)]
    internal static Classifier Vgg19(ImageShape input, int classes) => new VggNet(input, classes, 2, 2, 4, 4, 4);
}
