using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>The unit of ShuffleNetV2 that halves the map: two branches on the whole input, side by side, shuffled.</summary>
internal sealed class ShuffleNetV2Down : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Conv2d conv4;
    private readonly BatchNorm2d bn4;
    private readonly Conv2d conv5;
    private readonly BatchNorm2d bn5;

    public ShuffleNetV2Down(int from, int to)
        : base(nameof(ShuffleNetV2Down))
    {
        var half = to / 2;
        conv1 = Conv2d(from, from, 3, stride: 2, padding: 1, groups: from, bias: false);
        bn1 = BatchNorm2d(from);
        conv2 = Conv2d(from, half, 1, bias: false);
        bn2 = BatchNorm2d(half);
        conv3 = Conv2d(from, half, 1, bias: false);
        bn3 = BatchNorm2d(half);
        conv4 = Conv2d(half, half, 3, stride: 2, padding: 1, groups: half, bias: false);
        bn4 = BatchNorm2d(half);
        conv5 = Conv2d(half, half, 1, bias: false);
        bn5 = BatchNorm2d(half);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var left = bn2.call(conv2.call(bn1.call(conv1.call(input)))).relu_();
        var right = bn3.call(conv3.call(input)).relu_();
        right = bn5.call(conv5.call(bn4.call(conv4.call(right)))).relu_();
        return ChannelShuffle.Shuffle(cat([left, right], 1), 2).MoveToOuterDisposeScope();
    }
}

/// <summary>The unit of ShuffleNetV2 that keeps the shape: one half of the channels passes, the other is transformed, then all are shuffled.</summary>
internal sealed class ShuffleNetV2Unit : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly RightHalfReLU relu = new();

    public ShuffleNetV2Unit(int channels)
        : base(nameof(ShuffleNetV2Unit))
    {
        var half = channels / 2;
        conv1 = Conv2d(half, half, 1, bias: false);
        bn1 = BatchNorm2d(half);
        conv2 = Conv2d(half, half, 3, padding: 1, groups: half, bias: false);
        bn2 = BatchNorm2d(half);
        conv3 = Conv2d(half, half, 1, bias: false);
        bn3 = BatchNorm2d(half);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var halves = input.chunk(2, 1);
        var right = bn1.call(conv1.call(halves[1])).relu_();
        right = bn3.call(conv3.call(bn2.call(conv2.call(right))));
        return ChannelShuffle.Shuffle(relu.call(cat([halves[0], right], 1)), 2).MoveToOuterDisposeScope();
    }

    // A module of its own, so that the map before the activation can be tapped with both halves in it.
    private sealed class RightHalfReLU() : Module<Tensor, Tensor>(nameof(RightHalfReLU))
    {
        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var halves = input.chunk(2, 1);
            return cat([halves[0], halves[1].relu()], 1).MoveToOuterDisposeScope();
        }
    }
}
