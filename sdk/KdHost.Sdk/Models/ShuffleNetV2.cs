using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// ShuffleNetV2 of width 1 for small images, with the names of mdistiller. Ma, Zhang, Zheng, Sun,
/// "ShuffleNet V2: practical guidelines for efficient CNN architecture design", ECCV 2018.
/// </summary>
/// <remarks>The maps before the activation are not shuffled, as in the reference; the outputs of the stages are.</remarks>
public sealed class ShuffleNetV2 : Classifier
{
    private const int StemWidth = 24, LastWidth = 1024;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu = ReLU();
    private readonly Sequential layer1, layer2, layer3;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Linear linear;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    public ShuffleNetV2(ImageShape input, int classes)
        : base(nameof(ShuffleNetV2))
    {
        conv1 = Conv2d(input.Channels, StemWidth, 1, bias: false);
        bn1 = BatchNorm2d(StemWidth);
        layer1 = Layer(StemWidth, 116, 3);
        layer2 = Layer(116, 232, 7);
        layer3 = Layer(232, 464, 3);
        conv2 = Conv2d(464, LastWidth, 1, bias: false);
        bn2 = BatchNorm2d(LastWidth);
        linear = Linear(LastWidth, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", nameof(relu)), EndingInUnit("stage1", "layer1", "layer1.3"),
        EndingInUnit("stage2", "layer2", "layer2.7"), EndingInUnit("stage3", "layer3", "layer3.3"),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = relu.call(bn1.call(conv1.call(input)));
        x = layer3.call(layer2.call(layer1.call(x)));
        x = bn2.call(conv2.call(x)).relu_();
        return linear.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    [Model("shufflenetv2", "ShuffleNetV2 of width 1 for small images", Parameters = 1_355_528)]
    internal static Classifier Create(ImageShape input, int classes) => new ShuffleNetV2(input, classes);

    private static Stage EndingInUnit(string name, string layer, string unit) => new(name, TapPoint.OutputOf(layer), TapPoint.InputOf($"{unit}.relu"));

    private static Sequential Layer(int from, int to, int units)
    {
        var layer = Sequential(new ShuffleNetV2Down(from, to));
        for (var unit = 0; unit < units; unit++)
            layer.append(new ShuffleNetV2Unit(to));
        return layer;
    }
}
