using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>A stage of ConvNeXt V2: norm and 2x2 convolution with stride 2 where the width changes, then blocks.</summary>
internal sealed class ConvNeXtStage : Module<Tensor, Tensor>
{
    private readonly Sequential? downsample;
    private readonly Sequential blocks = Sequential();

    public ConvNeXtStage(int from, int to, int depth, bool convolutionalMlp)
        : base(nameof(ConvNeXtStage))
    {
        if (from != to)
            downsample = Sequential(new ChannelNorm(from), new PatchConvolution(from, to, 2));
        for (var block = 0; block < depth; block++)
            blocks.append(new ConvNeXtBlock(to, convolutionalMlp));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return blocks.call(downsample?.call(input) ?? input).MoveToOuterDisposeScope();
    }
}

/// <summary>A block of ConvNeXt V2: depthwise 7x7 convolution, norm over channels, perceptron, plus the input.</summary>
internal sealed class ConvNeXtBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv_dw;
    private readonly LayerNorm norm;
    private readonly ConvNeXtMlp mlp;

    public ConvNeXtBlock(int channels, bool convolutionalMlp)
        : base(nameof(ConvNeXtBlock))
    {
        conv_dw = Conv2d(channels, channels, 7, padding: 3, groups: channels);
        norm = LayerNorm(channels, eps: 1e-6);
        mlp = new ConvNeXtMlp(channels, convolutionalMlp);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = norm.call(conv_dw.call(input).permute(0, 2, 3, 1));
        return input.add(mlp.call(x).permute(0, 3, 1, 2)).MoveToOuterDisposeScope(); // in this order the sum is contiguous, see ChannelNorm
    }
}

/// <summary>Two layers, four times as wide between, with the exact (erf) GELU and global response normalisation; maps <c>[B, H, W, C]</c>.</summary>
internal sealed class ConvNeXtMlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc1;
    private readonly GlobalResponseNorm grn;
    private readonly Module<Tensor, Tensor> fc2;

    public ConvNeXtMlp(int channels, bool convolutional)
        : base(nameof(ConvNeXtMlp))
    {
        var hidden = 4 * channels;
        fc1 = convolutional ? Conv2d(channels, hidden, 1) : Linear(channels, hidden);
        grn = new GlobalResponseNorm(hidden);
        fc2 = convolutional ? Conv2d(hidden, channels, 1) : Linear(hidden, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = grn.call(functional.gelu(Apply(fc1, input)));
        return Apply(fc2, x).MoveToOuterDisposeScope();
    }

    // A 1x1 convolution is a linear layer on the channels: no need to turn the map around for it.
    private static Tensor Apply(Module<Tensor, Tensor> layer, Tensor input) =>
        layer is Conv2d convolution ? functional.linear(input, convolution.weight!.flatten(1), convolution.bias) : layer.call(input);
}

/// <summary>The head of ConvNeXt V2: mean over positions, norm, linear layer.</summary>
internal sealed class ConvNeXtHead : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm;
    private readonly Linear fc;

    public ConvNeXtHead(int channels, int classes)
        : base(nameof(ConvNeXtHead))
    {
        norm = LayerNorm(channels, eps: 1e-6);
        fc = Linear(channels, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return fc.call(norm.call(input.mean([2, 3]))).MoveToOuterDisposeScope();
    }
}
