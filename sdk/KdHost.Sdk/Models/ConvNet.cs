using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;

namespace KdHost.Sdk.Models;

/// <summary>A plain convolutional network for small images: blocks of 3x3 convolution, batch norm and ReLU, then the mean over positions and a linear layer.</summary>
public sealed class ConvNet : Classifier
{
    private readonly Sequential blocks;
    private readonly Linear fc;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="layers">Output channels and stride of each block.</param>
    public ConvNet(ImageShape input, int classes, params ReadOnlySpan<(int Channels, int Stride)> layers)
        : base(nameof(ConvNet))
    {
        var modules = new List<torch.nn.Module<torch.Tensor, torch.Tensor>>();
        var channels = input.Channels;
        foreach (var (width, stride) in layers)
        {
            modules.Add(torch.nn.Conv2d(channels, width, 3, stride, padding: 1, bias: false));
            modules.Add(torch.nn.BatchNorm2d(width));
            modules.Add(torch.nn.ReLU());
            channels = width;
        }

        blocks = torch.nn.Sequential(modules);
        fc = torch.nn.Linear(channels, classes);
        Stages = [.. Enumerable.Range(0, layers.Length).Select(index => Stage.EndingInActivation($"stage{index + 1}", $"blocks.{(3 * index) + 2}"))];
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input) => fc.call(blocks.call(input).mean([2, 3]));

    [Model("convnet-8-16-32", "three 3x3 convolutions with stride 2", Parameters = 6_274, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Small(ImageShape input, int classes) => new ConvNet(input, classes, (8, 2), (16, 2), (32, 2));

    [Model("convnet-16-32-32-64", "four 3x3 convolutions, two with stride 2", Parameters = 33_338, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Medium(ImageShape input, int classes) => new ConvNet(input, classes, (16, 2), (32, 1), (32, 2), (64, 1));

    [Model("convnet-32-64-64", "three 3x3 convolutions, the last with stride 2", Parameters = 56_554, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Wide(ImageShape input, int classes) => new ConvNet(input, classes, (32, 1), (64, 1), (64, 2));
}
