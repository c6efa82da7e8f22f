using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>Cuts images into patches of 16x16 and gives each a vector: <c>[B, C, H, W]</c> to <c>[B, N, D]</c>.</summary>
internal sealed class PatchEmbedding : Module<Tensor, Tensor>
{
    private const int Side = 16;
    private readonly Conv2d proj;

    public PatchEmbedding(ImageShape input, int width)
        : base(nameof(PatchEmbedding))
    {
        if (input.Height % Side != 0 || input.Width % Side != 0)
            throw new ArgumentException($"an image of {input.Height}x{input.Width} does not divide into patches of {Side}x{Side}", nameof(input));
        (Rows, Columns) = (input.Height / Side, input.Width / Side);
        proj = Conv2d(input.Channels, width, Side, stride: Side);
        RegisterComponents();
    }

    /// <summary>Patches from top to bottom.</summary>
    public int Rows { get; }

    /// <summary>Patches from left to right.</summary>
    public int Columns { get; }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return proj.call(input).flatten(2).transpose(1, 2).MoveToOuterDisposeScope();
    }
}

/// <summary>A pre-norm transformer block: <c>x + attention(norm(x))</c>, then <c>x + mlp(norm(x))</c>; tokens <c>[B, N, D]</c>.</summary>
internal sealed class TransformerBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly SelfAttention attn;
    private readonly LayerNorm norm2;
    private readonly TransformerMlp mlp;

    public TransformerBlock(int width, int heads)
        : base(nameof(TransformerBlock))
    {
        norm1 = LayerNorm(width, eps: 1e-6);
        attn = new SelfAttention(width, heads);
        norm2 = LayerNorm(width, eps: 1e-6);
        mlp = new TransformerMlp(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = attn.call(norm1.call(input)).add_(input);
        return mlp.call(norm2.call(x)).add_(x).MoveToOuterDisposeScope();
    }
}

/// <summary>Multi-head self-attention, scaled by one over the root of the head's width; rows of <c>qkv</c> are ordered [3, heads, d].</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly Linear qkv, proj;

    public SelfAttention(int width, int heads)
        : base(nameof(SelfAttention))
    {
        _heads = heads;
        qkv = Linear(width, 3 * width);
        proj = Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = qkv.call(input).view(batch, tokens, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4).unbind(0);
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return proj.call(mixed.transpose(1, 2).reshape(batch, tokens, width)).MoveToOuterDisposeScope();
    }
}

/// <summary>Two linear layers, four times as wide between, with the exact (erf) GELU.</summary>
internal sealed class TransformerMlp : Module<Tensor, Tensor>
{
    private readonly Linear fc1, fc2;

    public TransformerMlp(int width)
        : base(nameof(TransformerMlp))
    {
        fc1 = Linear(width, 4 * width);
        fc2 = Linear(4 * width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return fc2.call(functional.gelu(fc1.call(input))).MoveToOuterDisposeScope();
    }
}
