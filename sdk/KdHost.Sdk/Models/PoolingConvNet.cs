using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// The small network of many text books, without normalisation: twice a 3x3 convolution, ReLU and 2x2 maximum pooling, then a hidden layer with ReLU and a linear layer. With dropout, a
/// share of the hidden layer's outputs is left out in training.
/// </summary>
public sealed class PoolingConvNet : Classifier
{
    private const int Pooling = 4; // two poolings by 2

    private readonly Sequential features;
    private readonly Linear fc1, fc2;
    private readonly ReLU relu = ReLU();
    private readonly Dropout? dropout;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image, at least 4x4 pixels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="first">Channels of the first convolution.</param>
    /// <param name="second">Channels of the second convolution.</param>
    /// <param name="hidden">Width of the hidden layer.</param>
    /// <param name="dropped">Share of the hidden layer that dropout leaves out; 0 for no dropout.</param>
    public PoolingConvNet(ImageShape input, int classes, int first, int second, int hidden, double dropped = 0)
        : base(nameof(PoolingConvNet))
    {
        features = Sequential(
            Conv2d(input.Channels, first, 3, padding: 1), ReLU(), MaxPool2d(2),
            Conv2d(first, second, 3, padding: 1), ReLU(), MaxPool2d(2));
        fc1 = Linear(second * (input.Height / Pooling) * (input.Width / Pooling), hidden);
        dropout = dropped > 0 ? Dropout(dropped) : null;
        fc2 = Linear(hidden, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
        [Stage.EndingInActivation("stage1", "features.1"), Stage.EndingInActivation("stage2", "features.4"), Stage.EndingInActivation("stage3", nameof(relu))];

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var hidden = relu.call(fc1.call(features.call(input).flatten(1)));
        return fc2.call(dropout?.call(hidden) ?? hidden).MoveToOuterDisposeScope();
    }

    [Model("cnn-16-32-fc64", "two 3x3 convolutions with maximum pooling, hidden layer of 64", Parameters = 105_866, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Small(ImageShape input, int classes) => new PoolingConvNet(input, classes, 16, 32, 64);

    [Model("cnn-32-64-fc128", "the same with twice the widths", Parameters = 421_642, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Large(ImageShape input, int classes) => new PoolingConvNet(input, classes, 32, 64, 128);

    [Model("cnn-32-64-fc128-dropout", "the same with half of the hidden layer dropped in training", Parameters = 421_642, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier LargeWithDropout(ImageShape input, int classes) => new PoolingConvNet(input, classes, 32, 64, 128, dropped: 0.5);
}
