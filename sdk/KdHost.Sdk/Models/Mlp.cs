using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;

namespace KdHost.Sdk.Models;

/// <summary>A multi-layer perceptron with one hidden layer: <c>z = W₂ relu(W₁ x + b₁) + b₂</c> on the flattened image.</summary>
public sealed class Mlp : Classifier
{
    private readonly Linear fc1, fc2;
    private readonly ReLU relu = torch.nn.ReLU();

    /// <summary>Makes the network.</summary>
    /// <param name="inputs">Numbers in one image.</param>
    /// <param name="hidden">Width of the hidden layer.</param>
    /// <param name="classes">Number of classes.</param>
    public Mlp(int inputs, int hidden, int classes)
        : base(nameof(Mlp))
    {
        fc1 = torch.nn.Linear(inputs, hidden);
        fc2 = torch.nn.Linear(hidden, classes);
        RegisterComponents();
    }

    /// <summary>The hidden layer, <c>[B, D]</c>, before and after its activation.</summary>
    public override IReadOnlyList<Stage> Stages { get; } = [Stage.EndingInActivation("stage1", nameof(relu))];

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return fc2.call(relu.call(fc1.call(input.flatten(1)))).MoveToOuterDisposeScope();
    }

    [Model("mlp-16", "perceptron, one hidden layer of 16", Parameters = 12_730, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Small(ImageShape input, int classes) => new Mlp(input.Size, 16, classes);

    [Model("mlp-64", "perceptron, one hidden layer of 64", Parameters = 50_890, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Medium(ImageShape input, int classes) => new Mlp(input.Size, 64, classes);

    [Model("mlp-256", "perceptron, one hidden layer of 256", Parameters = 203_530, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Large(ImageShape input, int classes) => new Mlp(input.Size, 256, classes);
}
