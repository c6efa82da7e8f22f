using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>
/// A vision transformer with patches of 16x16 and timm's names: pre-norm blocks, a class token that the head reads.
/// Dosovitskiy et al., "An image is worth 16x16 words", ICLR 2021; the Ti and S sizes are those of Touvron et al., ICML 2021.
/// </summary>
public sealed class VisionTransformer : Classifier
{
    private const int Depth = 12, HeadWidth = 64;

    private readonly Parameter cls_token, pos_embed;
    private readonly PatchEmbedding patch_embed;
    private readonly Sequential blocks = Sequential();
    private readonly LayerNorm norm;
    private readonly Linear head;

    /// <summary>Makes the network.</summary>
    /// <param name="input">Shape of one image; height and width are multiples of 16.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="heads">Attention heads of 64 channels each.</param>
    /// <exception cref="ArgumentException">The image does not divide into patches.</exception>
    public VisionTransformer(ImageShape input, int classes, int heads)
        : base(nameof(VisionTransformer))
    {
        var width = heads * HeadWidth;
        patch_embed = new PatchEmbedding(input, width);
        cls_token = Parameter(init.normal_(empty(1, 1, width), 0, 1e-6));
        pos_embed = Parameter(init.normal_(empty(1, (patch_embed.Rows * patch_embed.Columns) + 1, width), 0, 0.02));
        for (var block = 0; block < Depth; block++)
            blocks.append(new TransformerBlock(width, heads));
        norm = LayerNorm(width, eps: 1e-6);
        head = Linear(width, classes);
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
        var tokens = cat([cls_token.expand(patches.shape[0], -1, -1), patches], 1) + pos_embed;
        return head.call(norm.call(blocks.call(tokens)).select(1, 0)).MoveToOuterDisposeScope();
    }

    [Model("vit-tiny", "vision transformer Ti/16", Parameters = 5_717_416, Size = 224, Classes = 1000)]
    internal static Classifier Tiny(ImageShape input, int classes) => new VisionTransformer(input, classes, heads: 3);

    [Model("vit-small", "vision transformer S/16", Parameters = 22_050_664, Size = 224, Classes = 1000)]
    internal static Classifier Small(ImageShape input, int classes) => new VisionTransformer(input, classes, heads: 6);

    [Model("vit-base", "vision transformer B/16", Parameters = 86_567_656, Size = 224, Classes = 1000)]
    internal static Classifier Base(ImageShape input, int classes) => new VisionTransformer(input, classes, heads: 12);
}
