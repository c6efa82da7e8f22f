using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// LeNet-5 with ReLU and max-pooling, as it is usually written today. LeCun, Bottou, Bengio, Haffner,
/// "Gradient-based learning applied to document recognition", Proc. IEEE 1998.
/// </summary>
public sealed class LeNet5 : Classifier
{
    private readonly Conv2d conv1, conv2;
    private readonly MaxPool2d pool1 = MaxPool2d(2), pool2 = MaxPool2d(2);
    private readonly Linear fc1, fc2, fc3;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image, at least 12x12.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is smaller.</exception>
    public LeNet5(ImageShape input, int classes)
        : base(nameof(LeNet5))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(input.Height, input.Width), 12);
        conv1 = Conv2d(input.Channels, 6, 5, padding: 2);
        conv2 = Conv2d(6, 16, 5);
        fc1 = Linear(16 * After(input.Height) * After(input.Width), 120);
        fc2 = Linear(120, 84);
        fc3 = Linear(84, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } = [Stage.EndingIn("stage1", nameof(pool1)), Stage.EndingIn("stage2", nameof(pool2))];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = pool1.call(conv1.call(input).relu_());
        x = pool2.call(conv2.call(x).relu_());
        x = fc2.call(fc1.call(x.flatten(1)).relu_()).relu_();
        return fc3.call(x).MoveToOuterDisposeScope();
    }

    [Model("lenet5", "LeNet-5 with ReLU and max-pooling", Parameters = 61_706, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Create(ImageShape input, int classes) => new LeNet5(input, classes);

    private static int After(int size) => ((size / 2) - 4) / 2;
}
