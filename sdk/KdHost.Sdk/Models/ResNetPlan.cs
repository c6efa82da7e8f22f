using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>What tells the members of the ResNet family apart.</summary>
/// <param name="StemWidth">Channels of the stem.</param>
/// <param name="Stages">Width and number of blocks of each stage; each stage but the first halves the map.</param>
/// <param name="Bottleneck">Whether blocks are bottlenecks, with four times the width at their end.</param>
/// <param name="ImageNetStem">A 7x7 convolution with stride 2 and a max-pool, instead of one 3x3 convolution.</param>
/// <param name="ShortcutName">What the reference calls a block's shortcut.</param>
/// <param name="HeadName">What the reference calls the last linear layer.</param>
/// <param name="GroupNorm">Whether basic blocks and stem normalise groups of channels of one image (Y. Wu, K. He, 2018) instead of the batch, so that images don't depend on each other.</param>
internal sealed record ResNetPlan(
    int StemWidth,
    IReadOnlyList<(int Width, int Blocks)> Stages,
    bool Bottleneck = false,
    bool ImageNetStem = false,
    string ShortcutName = "downsample",
    string HeadName = "fc",
    bool GroupNorm = false)
{
    private const int Groups = 8;

    /// <summary>A normalisation of this plan.</summary>
    /// <param name="channels">Channels of the map.</param>
    public Module<Tensor, Tensor> Norm(int channels) => GroupNorm ? NewGroupNorm(channels) : BatchNorm2d(channels);

    // TorchSharp leaves the memory of its scale and shift as it finds it.
    private static Module<Tensor, Tensor> NewGroupNorm(int channels)
    {
        var norm = nn.GroupNorm(Groups, channels);
        nn.init.ones_(norm.weight);
        nn.init.zeros_(norm.bias);
        return norm;
    }
}
