using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// Linear models of the flattened image: multinomial logistic regression <c>z = W x + b</c>, or a deep linear network <c>z = W_L … W_1 x</c> without biases, whose function is linear
/// while its gradients are not.
/// </summary>
public sealed class LinearModel : Classifier
{
    private readonly Flatten flatten = Flatten();
    private readonly Sequential layers = Sequential();

    /// <summary>Makes the network.</summary>
    /// <param name="inputs">Numbers in one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="hidden">Widths of the hidden layers; none for logistic regression.</param>
    public LinearModel(int inputs, int classes, params IReadOnlyList<int> hidden)
        : base(nameof(LinearModel))
    {
        var width = inputs;
        foreach (var next in hidden.Append(classes))
        {
            layers.append(Linear(width, next, hasBias: hidden.Count == 0));
            width = next;
        }

        Stages = [.. Enumerable.Range(0, hidden.Count).Select(layer => Stage.EndingIn($"stage{layer + 1}", $"layers.{layer}"))];
        if (hidden.Count == 0)
            Stages = [Stage.EndingIn("stage1", nameof(flatten))];
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return layers.call(flatten.call(input)).MoveToOuterDisposeScope();
    }

    [Model("linear", "multinomial logistic regression", Parameters = 7_850, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Regression(ImageShape input, int classes) => new LinearModel(input.Size, classes);

    [Model("deep-linear-64", "deep linear network, one hidden layer of 64", Parameters = 50_816, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Two(ImageShape input, int classes) => new LinearModel(input.Size, classes, 64);

    [Model("deep-linear-64-64", "deep linear network, two hidden layers of 64", Parameters = 54_912, Channels = 1, Size = 28, Classes = 10)]
    internal static Classifier Three(ImageShape input, int classes) => new LinearModel(input.Size, classes, 64, 64);
}
