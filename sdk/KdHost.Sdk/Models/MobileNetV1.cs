using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// MobileNet with the names of mdistiller: depthwise 3x3 and pointwise convolutions, each with batch norm and ReLU.
/// Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017.
/// </summary>
public sealed class MobileNetV1 : Classifier
{
    private static readonly (int Width, int Stride)[] Plan =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    private readonly Sequential model;
    private readonly Linear fc;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Factor on the channels of all layers.</param>
    /// <param name="firstStride">Stride of the first convolution: 1 for images of 32x32 pixels.</param>
    public MobileNetV1(ImageShape input, int classes, int width = 1, int firstStride = 2)
        : base(nameof(MobileNetV1))
    {
        var channels = 32 * width;
        model = Sequential(Sequential(Conv2d(input.Channels, channels, 3, stride: firstStride, padding: 1, bias: false), BatchNorm2d(channels), ReLU()));
        foreach (var (basis, stride) in Plan)
        {
            model.append(Sequential(
                Conv2d(channels, channels, 3, stride, padding: 1, groups: channels, bias: false), BatchNorm2d(channels), ReLU(inplace: true),
                Conv2d(channels, basis * width, 1, bias: false), BatchNorm2d(basis * width), ReLU()));
            channels = basis * width;
        }

        fc = Linear(channels, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingInActivation("stage1", "model.3.5"), Stage.EndingInActivation("stage2", "model.5.5"),
        Stage.EndingInActivation("stage3", "model.11.5"), Stage.EndingInActivation("stage4", "model.13.5"),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return fc.call(model.call(input).mean([2, 3])).MoveToOuterDisposeScope();
    }

    [Model("mobilenetv1", "MobileNet", Parameters = 4_231_976, Size = 224, Classes = 1000)]
    internal static Classifier Create(ImageShape input, int classes) => new MobileNetV1(input, classes);

    [Model("mobilenetv1-cifar", "MobileNet for 32x32 images: the first convolution has stride 1", Parameters = 3_309_476)]
    internal static Classifier ForSmallImages(ImageShape input, int classes) => new MobileNetV1(input, classes, firstStride: 1);

    [Model("mobilenetv1-cifar-2x", "the same with twice the channels", Parameters = 12_898_020)]
    internal static Classifier WideForSmallImages(ImageShape input, int classes) => new MobileNetV1(input, classes, width: 2, firstStride: 1);
}
