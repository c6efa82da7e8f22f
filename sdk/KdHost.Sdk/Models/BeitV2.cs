using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// The classifier of BEiT v2, base size, with timm's names: a vision transformer with a relative position bias in each block, no absolute
/// positions, layer scale, and the mean of the patch tokens in front of the head.
/// Peng, Dong, Bao, Ye, Wei, "BEiT v2: masked image modeling with vector-quantized visual tokenizers", 2022.
/// </summary>
/// <remarks>Names, order and shapes are checked against timm; outputs are not.</remarks>
public sealed class BeitV2 : Classifier
{
    private const int Depth = 12, Heads = 12, Width = 768;

    private readonly Parameter cls_token;
    private readonly PatchEmbedding patch_embed;
    private readonly Sequential blocks = Sequential();
    private readonly LayerNorm fc_norm;
    private readonly Linear head;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image; height and width are multiples of 16.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The image does not divide into patches.</exception>
    public BeitV2(ImageShape input, int classes)
        : base(nameof(BeitV2))
    {
        patch_embed = new PatchEmbedding(input, Width);
        cls_token = Parameter(init.normal_(empty(1, 1, Width), 0, 0.02));
        for (var block = 0; block < Depth; block++)
            blocks.append(new BeitBlock(Width, Heads, patch_embed.Rows, patch_embed.Columns));
        fc_norm = LayerNorm(Width, eps: 1e-6);
        head = Linear(Width, classes);
        RegisterComponents();
        Init.NormalLinear(this, 0.02);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages { get; } =
    [
        Stage.EndingIn("stem", nameof(patch_embed)), Stage.EndingIn("stage1", "blocks.2"), Stage.EndingIn("stage2", "blocks.5"),
        Stage.EndingIn("stage3", "blocks.8"), Stage.EndingIn("stage4", "blocks.11"),
    ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var patches = patch_embed.call(input);
        var tokens = blocks.call(cat([cls_token.expand(patches.shape[0], -1, -1), patches], 1));
        var pooled = tokens.narrow(1, 1, patches.shape[1]).mean([1]);
        return head.call(fc_norm.call(pooled)).MoveToOuterDisposeScope();
    }

    [Model("beitv2-base", "BEiT v2 B/16", Parameters = 86_530_984, Size = 224, Classes = 1000)]
    internal static Classifier Base(ImageShape input, int classes) => new BeitV2(input, classes);
}
