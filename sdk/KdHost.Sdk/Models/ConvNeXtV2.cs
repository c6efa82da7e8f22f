using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// ConvNeXt V2 with timm's names: a 4x4 patch stem, four stages of depthwise 7x7 blocks with global response normalisation.
/// Woo et al., "ConvNeXt V2: co-designing and scaling ConvNets with masked autoencoders", CVPR 2023.
/// </summary>
/// <remarks>As in timm, the sizes below tiny keep the two layers of a block's perceptron as 1x1 convolutions, with four-dimensional weights.</remarks>
public sealed class ConvNeXtV2 : Classifier
{
    private readonly Sequential stem;
    private readonly Sequential stages = Sequential();
    private readonly ConvNeXtHead head;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image, at least 32x32.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Channels of the first stage; each further stage doubles them.</param>
    /// <param name="depths">Number of blocks of each of the four stages.</param>
    /// <param name="convolutionalMlp">Whether the perceptrons are 1x1 convolutions.</param>
    public ConvNeXtV2(ImageShape input, int classes, int width, IReadOnlyList<int> depths, bool convolutionalMlp)
        : base(nameof(ConvNeXtV2))
    {
        stem = Sequential(new PatchConvolution(input.Channels, width, 4), new ChannelNorm(width));
        var channels = width;
        foreach (var (index, depth) in depths.Index())
        {
            stages.append(new ConvNeXtStage(channels, width << index, depth, convolutionalMlp));
            channels = width << index;
        }

        head = new ConvNeXtHead(channels, classes);
        RegisterComponents();
        Init.NormalLinear(this, 0.02);
        Init.NormalConvolution(this, 0.02);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", nameof(stem)), Stage.EndingIn("stage1", "stages.0"), Stage.EndingIn("stage2", "stages.1"),
        Stage.EndingIn("stage3", "stages.2"), Stage.EndingIn("stage4", "stages.3"),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return head.call(stages.call(stem.call(input))).MoveToOuterDisposeScope();
    }

    [Model("convnextv2-atto", "ConvNeXt V2 atto", Parameters = 3_708_400, Size = 224, Classes = 1000)]
    internal static Classifier Atto(ImageShape input, int classes) => new ConvNeXtV2(input, classes, 40, [2, 2, 6, 2], convolutionalMlp: true);

    [Model("convnextv2-femto", "ConvNeXt V2 femto", Parameters = 5_233_240, Size = 224, Classes = 1000)]
    internal static Classifier Femto(ImageShape input, int classes) => new ConvNeXtV2(input, classes, 48, [2, 2, 6, 2], convolutionalMlp: true);

    [Model("convnextv2-pico", "ConvNeXt V2 pico", Parameters = 9_066_280, Size = 224, Classes = 1000)]
    internal static Classifier Pico(ImageShape input, int classes) => new ConvNeXtV2(input, classes, 64, [2, 2, 6, 2], convolutionalMlp: true);

    [Model("convnextv2-nano", "ConvNeXt V2 nano", Parameters = 15_623_800, Size = 224, Classes = 1000)]
    internal static Classifier Nano(ImageShape input, int classes) => new ConvNeXtV2(input, classes, 80, [2, 2, 8, 2], convolutionalMlp: true);

    [Model("convnextv2-tiny", "ConvNeXt V2 tiny", Parameters = 28_635_496, Size = 224, Classes = 1000)]
    internal static Classifier Tiny(ImageShape input, int classes) => new ConvNeXtV2(input, classes, 96, [3, 3, 9, 3], convolutionalMlp: false);
}
