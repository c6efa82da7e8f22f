using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// A residual network of He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016: a stem, stages of residual blocks,
/// the mean over positions, a linear layer. <see cref="CifarResNets"/> and <see cref="TorchvisionResNets"/> hold the members of the family.
/// </summary>
public sealed class ResNet : Classifier
{
    private readonly Conv2d _conv1;
    private readonly Module<Tensor, Tensor> _bn1;
    private readonly ReLU _relu = ReLU();
    private readonly MaxPool2d? _maxpool;
    private readonly List<Sequential> _layers = [];
    private readonly Linear _head;

    internal ResNet(ImageShape input, int classes, ResNetPlan plan)
        : base(nameof(ResNet))
    {
        _conv1 = plan.ImageNetStem
            ? Conv2d(input.Channels, plan.StemWidth, 7, stride: 2, padding: 3, bias: false)
            : Conv2d(input.Channels, plan.StemWidth, 3, padding: 1, bias: false);
        _bn1 = plan.Norm(plan.StemWidth);
        register_module("conv1", _conv1);
        register_module("bn1", _bn1);
        register_module("relu", _relu);
        if (plan.ImageNetStem)
            register_module("maxpool", _maxpool = MaxPool2d(3, stride: 2, padding: 1));

        var channels = plan.StemWidth;
        var stages = new List<Stage> { Stage.EndingIn("stem", "relu") };
        foreach (var (index, (width, blocks)) in plan.Stages.Index())
        {
            var layer = Sequential();
            for (var block = 0; block < blocks; block++)
            {
                var stride = index > 0 && block == 0 ? 2 : 1;
                layer.append(plan.Bottleneck
                    ? new Bottleneck(channels, width, stride, plan.ShortcutName)
                    : new BasicBlock(channels, width, stride, plan.ShortcutName, plan.Norm));
                channels = plan.Bottleneck ? width * Bottleneck.Expansion : width;
            }

            _layers.Add(layer);
            register_module($"layer{index + 1}", layer);
            stages.Add(Stage.EndingInActivation($"stage{index + 1}", $"layer{index + 1}.{blocks - 1}.relu"));
        }

        _head = Linear(channels, classes);
        register_module(plan.HeadName, _head);
        Stages = stages;
        Init.KaimingFanOut(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _relu.call(_bn1.call(_conv1.call(input)));
        x = _maxpool?.call(x) ?? x;
        foreach (var layer in _layers)
            x = layer.call(x);
        return _head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
