using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// ShuffleNet with three groups for small images, with the names of mdistiller. Zhang, Zhou, Lin, Sun,
/// "ShuffleNet: an extremely efficient convolutional neural network for mobile devices", CVPR 2018.
/// </summary>
public sealed class ShuffleNetV1 : Classifier
{
    private const int Groups = 3, StemWidth = 24;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu = ReLU();
    private readonly Sequential layer1, layer2, layer3;
    private readonly Linear linear;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    public ShuffleNetV1(ImageShape input, int classes)
        : base(nameof(ShuffleNetV1))
    {
        conv1 = Conv2d(input.Channels, StemWidth, 1, bias: false);
        bn1 = BatchNorm2d(StemWidth);
        layer1 = Layer(StemWidth, 240, 4);
        layer2 = Layer(240, 480, 8);
        layer3 = Layer(480, 960, 4);
        linear = Linear(960, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", nameof(relu)), Stage.EndingInActivation("stage1", "layer1.3.relu"),
        Stage.EndingInActivation("stage2", "layer2.7.relu"), Stage.EndingInActivation("stage3", "layer3.3.relu"),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = relu.call(bn1.call(conv1.call(input)));
        x = layer3.call(layer2.call(layer1.call(x)));
        return linear.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    [Model("shufflenetv1", "ShuffleNet, 3 groups, for small images", Parameters = 949_258)]
    internal static Classifier Create(ImageShape input, int classes) => new ShuffleNetV1(input, classes);

    // The first unit of a layer halves the map and hands its input on beside its own channels.
    private static Sequential Layer(int from, int to, int units)
    {
        var layer = Sequential(new Unit(from, to - from, down: true));
        for (var unit = 1; unit < units; unit++)
            layer.append(new Unit(to, to, down: false));
        return layer;
    }

    private sealed class Unit : Module<Tensor, Tensor>
    {
        private readonly int _firstGroups;
        private readonly Conv2d conv1;
        private readonly BatchNorm2d bn1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d bn2;
        private readonly Conv2d conv3;
        private readonly BatchNorm2d bn3;
        private readonly AvgPool2d? shortcut;
        private readonly ReLU relu = ReLU(); // not in place: its input is the pre-activation map that feature losses read

        public Unit(int from, int to, bool down)
            : base(nameof(Unit))
        {
            var middle = to / 4;
            _firstGroups = from == StemWidth ? 1 : Groups; // too few channels behind the stem
            conv1 = Conv2d(from, middle, 1, groups: _firstGroups, bias: false);
            bn1 = BatchNorm2d(middle);
            conv2 = Conv2d(middle, middle, 3, down ? 2 : 1, padding: 1, groups: middle, bias: false);
            bn2 = BatchNorm2d(middle);
            conv3 = Conv2d(middle, to, 1, groups: Groups, bias: false);
            bn3 = BatchNorm2d(to);
            shortcut = down ? AvgPool2d(3, stride: 2, padding: 1) : null;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = ChannelShuffle.Shuffle(bn1.call(conv1.call(input)).relu_(), _firstGroups);
            x = bn2.call(conv2.call(x)).relu_();
            x = bn3.call(conv3.call(x));
            x = shortcut is null ? x.add_(input) : cat([x, shortcut.call(input)], 1);
            return relu.call(x).MoveToOuterDisposeScope();
        }
    }
}
